// Takes a picture with the camera, in a dialog.

export class Camera {
  #dialog = document.getElementById("camera");
  #video = document.getElementById("viewfinder");
  #fault = document.getElementById("camera-fault");
  #shoot = document.getElementById("shoot");
  #stream = null;

  // `taken` gets the picture's file. Browsers give cameras to secure pages alone: the button stays
  // hidden elsewhere.
  constructor(button, taken) {
    button.hidden = !navigator.mediaDevices?.getUserMedia;
    button.addEventListener("click", () => this.#open());
    this.#shoot.addEventListener("click", () => this.#take(taken));
    this.#dialog.addEventListener("close", () => this.#end());
  }

  async #open() {
    this.#fault.hidden = true;
    this.#shoot.disabled = true;
    this.#dialog.showModal();
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment", width: { ideal: 1920 } },
      });
    } catch (failure) {
      this.#fault.textContent = failure.name === "NotAllowedError"
        ? "The browser was told not to use the camera."
        : "There is no camera that can be used.";
      this.#fault.hidden = false;
      return;
    }
    if (!this.#dialog.open) {
      this.#end();
      return;
    }
    this.#video.srcObject = this.#stream;
    await this.#video.play();
    this.#shoot.disabled = false;
    this.#shoot.focus();
  }

  #take(taken) {
    const canvas = document.createElement("canvas");
    canvas.width = this.#video.videoWidth;
    canvas.height = this.#video.videoHeight;
    canvas.getContext("2d").drawImage(this.#video, 0, 0);
    canvas.toBlob((blob) => {
      this.#dialog.close();
      taken(new File([blob], "camera.jpg", { type: "image/jpeg" }));
    }, "image/jpeg", 0.95);
  }

  #end() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.#video.srcObject = null;
  }
}
