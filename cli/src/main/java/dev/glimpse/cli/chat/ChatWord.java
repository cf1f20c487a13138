package dev.glimpse.cli.chat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a line of a conversation can ask for besides an answer.
enum ChatWord {
    IMAGE("/image FILE", "show the model an image together with your next line"),
    VIDEO("/video FILE", "show it a video, a file or a folder of frames, likewise"),
    SYSTEM("/system TEXT", "instructions for the whole conversation; alone it clears them"),
    SAVE("/save FILE", "write it to FILE.json or FILE.md; --force FILE replaces one"),
    RESET("/reset", "forget the turns and images so far"),
    HELP("/help", "list these"),
    EXIT("/exit", "leave; so do Ctrl-D and Ctrl-C twice");

    private final String usage;
    private final String meaning;

    ChatWord(String usage, String meaning) {
        this.usage = usage;
        this.meaning = meaning;
    }

    /// As typed, with what follows it.
    String usage() {
        return usage;
    }

    String meaning() {
        return meaning;
    }

    /// As typed: `/image`.
    String word() {
        return "/" + name().toLowerCase(Locale.ROOT);
    }

    static Optional<ChatWord> of(String word) {
        return Arrays.stream(values()).filter(known -> known.word().equals(word)).findFirst();
    }
}
