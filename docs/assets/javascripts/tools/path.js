/* 维权路径小助手: nothing of its own, see flow.js. */
import "./flow.js";
