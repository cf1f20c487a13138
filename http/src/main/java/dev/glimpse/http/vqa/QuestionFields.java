package dev.glimpse.http.vqa;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.BodyFields;
import dev.glimpse.http.body.Field;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.WholeCharacters;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.JsonFields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import tools.jackson.databind.JsonNode;

/// Reads what is asked: one question or several, each with or without choices. Immutable.
final class QuestionFields {
    private static final int MAX_QUESTIONS = 64;
    private static final int MAX_CHOICES = 100;

    private static final Field<String> QUESTION = Field.text("question", "What is asked.");
    private static final Field<List<String>> CHOICES =
            Field.texts(
                    "choices",
                    "Possible answers, up to "
                            + MAX_CHOICES
                            + ": the reply tells how likely each is, and no other is made. Write"
                            + " them as the model would write an answer.");
    private static final SequencedSet<String> MEMBERS =
            Collections.unmodifiableSequencedSet(
                    new LinkedHashSet<>(List.of(QUESTION.name(), CHOICES.name())));
    private static final Field<List<JsonNode>> QUESTIONS =
            new Field<>(
                    "questions",
                    "Several questions about the same images, up to "
                            + MAX_QUESTIONS
                            + ": each is asked alone and answered in its turn. In JSON a string, or"
                            + " an object with `question` and `choices` of its own.",
                    Optional.of(
                            new Field.InJson<>(
                                    Schema.array(Schema.anyOf(Schema.string(), withChoices()))
                                            .ofAtLeast(1),
                                    (json, name) ->
                                            json.has(name)
                                                    ? Optional.of(json.nodes(name))
                                                    : Optional.empty())),
                    Optional.of(
                            new Field.InForm<>(
                                    Schema.array(Schema.string()).ofAtLeast(1),
                                    (form, name) ->
                                            Field.parts(form, name)
                                                    .map(texts ->
                                                            texts.stream()
                                                                    .map(Json::text)
                                                                    .toList()))));

    static final List<Field<?>> FIELDS = List.of(QUESTION, QUESTIONS, CHOICES);

    private final ContentLimits limits;

    QuestionFields(ContentLimits limits) {
        this.limits = limits;
    }

    /// A question.
    ///
    /// @param choices empty where any answer is wanted
    record Posed(String text, List<String> choices) {}

    /// What is asked.
    ///
    /// @param listed whether the answers are to be a list
    record Questions(List<Posed> all, boolean listed) {}

    /// @throws dev.glimpse.http.fault.RequestException if nothing is asked, or too much
    Questions read(BodyFields body) {
        List<String> choices =
                body.get(CHOICES).map(list -> choices("choices", list)).orElse(List.of());
        if (!body.has(QUESTIONS)) {
            Optional<String> question = body.get(QUESTION);
            if (question.isEmpty()) {
                throw invalid("question", "question is missing; ask something about the image");
            }
            return new Questions(
                    List.of(new Posed(text("question", question.get()), choices)), false);
        }
        if (body.has(QUESTION)) {
            throw invalid(
                    "question", "there are both \"question\" and \"questions\"; send one of them");
        }
        List<JsonNode> nodes = body.get(QUESTIONS).orElse(List.of());
        if (nodes.isEmpty() || nodes.size() > MAX_QUESTIONS) {
            throw invalid(
                    "questions",
                    "there are " + nodes.size() + " questions; allowed: 1 to " + MAX_QUESTIONS);
        }
        var all = new ArrayList<Posed>();
        for (JsonNode node : nodes) {
            all.add(posed("questions[" + all.size() + "]", node, choices));
        }
        return new Questions(all, true);
    }

    private Posed posed(String param, JsonNode node, List<String> choicesOfAll) {
        if (node.isString()) {
            return new Posed(text(param, node.stringValue()), choicesOfAll);
        }
        if (!node.isObject()) {
            throw JsonFields.wrongType(param, node, "a string or an object");
        }
        JsonFields fields = JsonFields.of(node, MEMBERS, param);
        String place = fields.placeOf("question");
        String text =
                fields.text("question").orElseThrow(() -> invalid(place, place + " is missing"));
        List<String> own =
                fields.has("choices")
                        ? choices(fields.placeOf("choices"), fields.textOrTexts("choices"))
                        : choicesOfAll;
        return new Posed(text(place, text), own);
    }

    private String text(String param, String question) {
        if (question.isBlank()) {
            throw invalid(param, param + " is blank; ask something about the image");
        }
        limits.checkText(question.length(), param);
        return WholeCharacters.check(param, question);
    }

    private List<String> choices(String param, List<String> choices) {
        if (choices.isEmpty() || choices.size() > MAX_CHOICES) {
            throw invalid(
                    param,
                    "there are " + choices.size() + " choices; allowed: 1 to " + MAX_CHOICES);
        }
        long chars = 0;
        var seen = new HashSet<String>();
        for (int i = 0; i < choices.size(); i++) {
            String choice = choices.get(i);
            String place = param + "[" + i + "]";
            chars += choice.length();
            limits.checkText(chars, param);
            if (WholeCharacters.check(place, choice).isBlank()) {
                throw invalid(place, place + " is blank; give each choice some text");
            }
            if (!seen.add(choice)) {
                throw invalid(place, place + " is there twice; give each choice once");
            }
        }
        return List.copyOf(choices);
    }

    private static Schema withChoices() {
        var members = new LinkedHashMap<String, Schema>();
        members.put("question", Schema.string());
        members.put("choices", Schema.array(Schema.string()).ofAtLeast(1));
        return Schema.object(members, List.of("question"));
    }
}
