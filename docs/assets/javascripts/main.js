/* The site's own scripts, started. Owns nothing itself; every page works without it. */
import "./ask.js";
import "./copy.js";
import "./header-search.js";
