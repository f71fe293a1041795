/* A page that was opened to be printed (#print) asks the printer at once; without this script, the browser's menu does. */
"use strict";
if (window.location.hash === "#print") {
  window.addEventListener("load", () => window.print());
}
