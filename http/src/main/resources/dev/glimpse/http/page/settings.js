// What the user has chosen, kept in this browser. Numbers are texts; an empty one leaves the choice
// to the service.

const PLACE = "glimpse.settings";
const USUAL = {
  tokens: "",
  temperature: "",
  seed: "",
  slices: "",
  system: "",
  remember: true,
  theme: "auto",
  key: "",
};

export const settings = { ...USUAL, ...stored() };

function stored() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? {};
  } catch {
    return {}; // of another version, or the browser keeps nothing
  }
}

function keep() {
  try {
    localStorage.setItem(PLACE, JSON.stringify(settings));
  } catch {
    // a browser that keeps nothing still has the choice until the page is left
  }
  document.documentElement.dataset.theme = settings.theme;
}

// The dialog; `changed` is called when it is left.
export function openable(dialog, button, changed) {
  const form = dialog.querySelector("form");
  document.documentElement.dataset.theme = settings.theme;
  button.addEventListener("click", () => {
    for (const [name, value] of Object.entries(settings)) {
      const field = form.elements[name];
      if (field.type === "checkbox") {
        field.checked = value;
      } else {
        field.value = value;
      }
    }
    dialog.showModal();
  });
  form.elements.reset.addEventListener("click", () => {
    Object.assign(settings, USUAL);
    keep();
    dialog.close();
  });
  form.addEventListener("submit", () => {
    for (const name of Object.keys(USUAL)) {
      const field = form.elements[name];
      settings[name] = field.type === "checkbox" ? field.checked : field.value.trim();
    }
    keep();
  });
  dialog.addEventListener("close", changed);
}
