package dev.glimpse.evaluation.report;

/// Text of HTML that grows. What others wrote gets in through [#text(String)] alone, which escapes
/// it. Confined to one thread.
final class Html {
    private final StringBuilder out = new StringBuilder();

    /// Adds markup of our own.
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /// Adds text, fit for content and for attributes in double quotes.
    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return this;
    }

    /// Adds an element without attributes that holds text.
    Html element(String name, String text) {
        return raw("<" + name + ">").text(text).raw("</" + name + ">");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
