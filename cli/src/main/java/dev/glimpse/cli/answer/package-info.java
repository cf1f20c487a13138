/// From image files and settings to a printed answer, for every command that asks.
///
/// [dev.glimpse.cli.answer.OpenModel] owns the model and ends its answers when the process ends;
/// the rest is confined to the command's thread.
package dev.glimpse.cli.answer;
