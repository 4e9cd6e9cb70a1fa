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

// On a phone the main menu scrolls sideways: where we are is in sight.
const here = document.querySelector(".top nav [aria-current]");
if (here) here.parentElement.scrollLeft = here.offsetLeft + here.offsetWidth + 24 - here.parentElement.offsetLeft - here.parentElement.clientWidth;

if (document.querySelector("[data-chart]")) import("./charts.js");
