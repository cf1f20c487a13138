package dev.glimpse.runtime.chat;

import dev.glimpse.runtime.chat.PromptSegment.Image;
import dev.glimpse.runtime.chat.PromptSegment.TemplateText;
import dev.glimpse.runtime.chat.PromptSegment.UserText;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.fault.ModelLoadException;
import dev.glimpse.runtime.jinja.Budget;
import dev.glimpse.runtime.jinja.JinjaException;
import dev.glimpse.runtime.jinja.Template;
import dev.glimpse.runtime.jinja.Text;
import dev.glimpse.runtime.jinja.Value;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A model's own chat template (the GGUF key `tokenizer.chat_template`), rendered as `transformers`
/// renders it. Templates come with model files and are not trusted: they reach no Java object, and
/// their time and memory are bounded. Immutable; any thread may render.
public final class ChatTemplate {
    /// The layout that most models since 2024 are trained on, for files without a template; what
    /// llama.cpp falls back to as well. It needs a vocabulary with `<|im_start|>` and `<|im_end|>`.
    private static final String CHAT_ML =
            """
            {%- for message in messages -%}
            {{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}
            {%- endfor -%}
            {%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}\
            """;

    /// The layout of the first MiniCPM models, and of MiniCPM-V 2.0, whose files have no template:
    /// OpenBMB's `chat()` writes it. It needs a vocabulary with `<用户>` (user) and `<AI>`.
    private static final String MINICPM =
            """
            {%- for message in messages -%}
            {{ {'user': '<用户>', 'assistant': '<AI>'}.get(message.role, '') + message.content }}
            {%- endfor -%}
            {%- if add_generation_prompt %}{{ '<AI>' }}{% endif %}\
            """;

    /// The tokens that MiniCPM's first layout is made of.
    public static final List<String> MINICPM_TOKENS = List.of("<用户>", "<AI>");

    /// The tokens that ChatML is made of.
    public static final List<String> CHAT_ML_TOKENS = List.of("<|im_start|>", "<|im_end|>");

    private final Template template;
    private final Map<String, Value> specialTokens;
    private final TemplateProbe.Findings findings;

    private ChatTemplate(Template template, Map<String, Value> specialTokens) {
        this.template = template;
        this.specialTokens = specialTokens;
        this.findings = new TemplateProbe(this::render).findings();
    }

    /// Compiles a template and asks it what it takes.
    ///
    /// @param jinja the template
    /// @param specialTokens texts of tokens that it may name, such as `bos_token` and `eos_token`
    /// @throws ModelLoadException if it is not a template, or cannot render a plain question; the
    ///   message names the line
    public static ChatTemplate compile(String jinja, Map<String, String> specialTokens) {
        return compile(jinja, specialTokens, Clock.system(ZoneId.systemDefault()));
    }

    /// As [#compile(String, Map)], with what templates that ask for the date are told.
    public static ChatTemplate compile(
            String jinja, Map<String, String> specialTokens, Clock clock) {
        Map<String, Value> names = new HashMap<>();
        specialTokens.forEach((name, text) -> names.put(name, Text.of(text, Text.TEMPLATE)));
        try {
            return new ChatTemplate(Template.compile(jinja, clock), Map.copyOf(names));
        } catch (JinjaException e) {
            var where = e.line() > 0 ? " in line " + e.line() : "";
            throw new ModelLoadException(
                    "the model's chat template (tokenizer.chat_template) is broken"
                            + where
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /// ChatML, for models that come without a template and have its tokens.
    public static ChatTemplate chatMl() {
        return compile(CHAT_ML, Map.of());
    }

    /// The layout of the first MiniCPM models, for those that come without a template and have its
    /// tokens.
    public static ChatTemplate miniCpm() {
        return compile(MINICPM, Map.of());
    }

    /// Renders a conversation.
    ///
    /// @throws InvalidRequestException if the template refuses the messages, with its own words, or
    ///   cannot render them
    public RenderedPrompt render(List<Message> messages, RenderOptions options) {
        var conversation = new Conversation(findings.placement(), findings.takesText());
        var values = conversation.messages(messages);
        Text text;
        try {
            text = render(values, options);
        } catch (JinjaException e) {
            throw new InvalidRequestException(
                    switch (e.kind()) {
                                case RAISED -> "the model's chat template refuses the messages: ";
                                case FAILED, LIMIT, SYNTAX ->
                                        "the model's chat template cannot render the messages (line"
                                                + " "
                                                + e.line()
                                                + "): ";
                            }
                            + e.getMessage(),
                    e);
        }
        var prompt = new RenderedPrompt(segments(text));
        if (prompt.imageCount() != conversation.images()) {
            throw new InvalidRequestException(
                    "the messages have "
                            + conversation.images()
                            + " images, of which the model's chat template shows "
                            + prompt.imageCount()
                            + " to the model; leave out those it drops");
        }
        return prompt;
    }

    private Text render(Value messages, RenderOptions options) {
        Map<String, Value> names = new HashMap<>(specialTokens);
        names.put("messages", messages);
        names.put("tools", Value.NONE);
        names.put("documents", Value.NONE);
        names.put("add_generation_prompt", new Value.Bool(options.addGenerationPrompt()));
        options.enableThinking()
                .ifPresent(value -> names.put("enable_thinking", new Value.Bool(value)));
        return template.render(names, Budget.standard());
    }

    private List<PromptSegment> segments(Text text) {
        var segments = new ArrayList<PromptSegment>();
        int images = 0;
        for (int from = 0; from < text.size(); ) {
            char origin = text.origin(from);
            int end = from;
            while (end < text.size() && text.origin(end) == origin) {
                end++;
            }
            var piece = text.value().substring(from, end);
            if (origin == Text.TEMPLATE) {
                images = addTemplateText(piece, images, segments);
            } else if (origin == Conversation.USER) {
                segments.add(new UserText(piece));
            } else {
                segments.add(new Image(origin - Conversation.USER - 1));
            }
            from = end;
        }
        return segments;
    }

    /// Turns the placeholders in a template's text into images.
    ///
    /// @return how many images there are now
    private int addTemplateText(String text, int firstImage, List<PromptSegment> segments) {
        if (!(findings.placement() instanceof ImagePlacement.AsPart(var placeholder))) {
            segments.add(new TemplateText(text));
            return firstImage;
        }
        int images = firstImage;
        int from = 0;
        for (int at = text.indexOf(placeholder); at >= 0; at = text.indexOf(placeholder, from)) {
            if (at > from) {
                segments.add(new TemplateText(text.substring(from, at)));
            }
            segments.add(new Image(images++));
            from = at + placeholder.length();
        }
        if (from < text.length()) {
            segments.add(new TemplateText(text.substring(from)));
        }
        return images;
    }
}
