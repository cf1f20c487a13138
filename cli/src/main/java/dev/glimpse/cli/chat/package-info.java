/// The conversation in a terminal: lines in, answers out.
///
/// [dev.glimpse.cli.chat.ChatLoop] is the loop, [dev.glimpse.cli.chat.Conversation] what it
/// remembers, [dev.glimpse.cli.chat.LineInput] where lines come from: a person with line editing,
/// or a pipe. Confined to the command's thread, except that Ctrl-C arrives on another.
package dev.glimpse.cli.chat;
