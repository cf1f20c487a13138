package dev.glimpse.runtime.jinja;

/// Collects a [Text] with its origins; each character is charged to the budget before it is
/// written. Confined to its rendering.
final class TextBuilder {
    private final StringBuilder value = new StringBuilder();
    private final StringBuilder origins = new StringBuilder();
    private final Budget budget;

    TextBuilder(Budget budget) {
        this.budget = budget;
    }

    TextBuilder append(Text text) {
        budget.characters(text.size());
        value.append(text.value());
        origins.append(text.origins());
        return this;
    }

    TextBuilder append(String text, char origin) {
        budget.characters(text.length());
        value.append(text);
        origins.repeat(origin, text.length());
        return this;
    }

    /// Appends characters of the engine's own, such as a bracket.
    TextBuilder append(String text) {
        return append(text, Text.TEMPLATE);
    }

    Budget budget() {
        return budget;
    }

    Text build() {
        return new Text(value.toString(), origins.toString());
    }
}
