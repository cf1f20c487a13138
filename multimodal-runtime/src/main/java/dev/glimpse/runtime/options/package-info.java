/// How a model is opened, by what the settings are about: what answers, what sees, and where both
/// are computed. Records that check themselves; whether they suit a model is checked when it is
/// opened.
package dev.glimpse.runtime.options;
