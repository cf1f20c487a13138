package dev.glimpse.runtime.chat;

import java.util.Locale;

/// Who speaks in a [Message].
public enum Role {
    /// Instructions that hold for the whole conversation.
    SYSTEM,
    /// The person who asks.
    USER,
    /// The model.
    ASSISTANT;

    /// The name that chat templates and the OpenAI API use: `system`, `user` or `assistant`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
