/// A model in this process: [dev.glimpse.runtime.VisionLanguageModel] is the one entrance.
///
/// In: requests ([dev.glimpse.runtime.GenerationRequest]), whose messages are text, images and
/// videos. Out: events and results, plain values. The model owns all native memory and frees it
/// when it is closed. Callers' threads check, decode images, render, tokenize and wait; the model's
/// own vision and decode threads compute.
package dev.glimpse.runtime;
