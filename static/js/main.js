// The pieces every page may have. Each looks for its own markup and does nothing without it.
import "./theme.js";
import "./menus.js";
import "./toasts.js";
import "./forms.js";
import "./files.js";
import "./composer.js";
import "./clocks.js";
import "./queue.js";
import "./glance.js";
import "./sheets.js";
import "./poll.js";
import "./bell.js";
import "./live.js";
import "./palette.js";
import "./insert.js";
import "./preview.js";
import "./notices.js";
import "./beside.js";
import "./signed_out.js";

if (document.querySelector("[data-chart]")) import("./charts.js");
