"use strict";
{
  const cards = [...document.querySelectorAll(".card")];
  if (cards.length > 0) {
    let at = 0;
    const show = (next) => {
      cards[at].classList.remove("shown");
      at = (next + cards.length) % cards.length;
      cards[at].classList.add("shown");
      document.getElementById("at").textContent = `${at + 1} of ${cards.length}`;
    };
    document.body.classList.add("scripted");
    document.getElementById("back").addEventListener("click", () => show(at - 1));
    document.getElementById("next").addEventListener("click", () => show(at + 1));
    document.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft") show(at - 1);
      if (event.key === "ArrowRight") show(at + 1);
    });
    show(0);
  }
}
