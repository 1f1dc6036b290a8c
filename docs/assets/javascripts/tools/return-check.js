/* 能不能退: nothing of its own, see flow.js. */
import "./flow.js";
