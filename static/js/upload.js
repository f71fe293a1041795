/* A file dragged onto the zone, and the name of the file that was chosen. The input covers the zone, so a drop
   lands in it by itself; this only shows what is happening. */
"use strict";
(() => {
  const SIZES = ["B", "kB", "MB"];

  function size(bytes) {
    const step = bytes < 1000 ? 0 : bytes < 1000000 ? 1 : 2;
    return `${Math.round(bytes / 1000 ** step)} ${SIZES[step]}`;
  }

  for (const zone of document.querySelectorAll("[data-dropzone]")) {
    const input = zone.querySelector("input[type=file]");
    const shown = zone.querySelector(".dropzone__file");

    input.addEventListener("change", () => {
      const file = input.files[0];
      shown.hidden = !file;
      shown.textContent = file ? `${file.name} · ${size(file.size)}` : "";
    });
    for (const kind of ["dragenter", "dragover"]) {
      zone.addEventListener(kind, () => zone.classList.add("is-over"));
    }
    for (const kind of ["dragleave", "drop"]) {
      zone.addEventListener(kind, () => zone.classList.remove("is-over"));
    }
  }
})();
