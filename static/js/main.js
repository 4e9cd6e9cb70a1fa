// The pieces every page may have. Each looks for its own markup and does nothing without it.
import "./theme.js";
import "./menus.js";
import "./toasts.js";
