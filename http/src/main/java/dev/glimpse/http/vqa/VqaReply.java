package dev.glimpse.http.vqa;

import dev.glimpse.http.body.Schema;
import dev.glimpse.http.generate.AnswerJson;
import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.ChoiceScore;
import dev.glimpse.runtime.GenerationResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.databind.node.ObjectNode;

/// Answers as JSON.
final class VqaReply {
    private VqaReply() {}

    /// What came of a question.
    sealed interface Answered {
        /// An answer that the model made.
        record Made(GenerationResult result) implements Answered {}

        /// Given answers, each with how likely it is.
        record Scored(List<ChoiceScore> scores) implements Answered {}
    }

    /// The reply to a single question.
    static ObjectNode single(String modelId, Answered answered) {
        return answer(Json.object(), answered, modelId);
    }

    /// The reply to a list of questions.
    static ObjectNode list(String modelId, List<ObjectNode> answers) {
        ObjectNode reply = Json.object();
        reply.putArray("answers").addAll(answers);
        return reply.put("model", modelId);
    }

    /// The answer to a question of a list.
    static ObjectNode listed(int index, String question, Answered answered) {
        ObjectNode head = Json.object().put("index", index).put("question", question);
        return answer(head, answered, "");
    }

    private static ObjectNode answer(ObjectNode reply, Answered answered, String modelId) {
        reply.put(
                "answer",
                switch (answered) {
                    case Answered.Made(GenerationResult result) -> result.text();
                    case Answered.Scored(List<ChoiceScore> scores) -> likeliest(scores);
                });
        if (!modelId.isEmpty()) {
            reply.put("model", modelId);
        }
        switch (answered) {
            case Answered.Made(GenerationResult result) -> AnswerJson.addTo(reply, result);
            case Answered.Scored(List<ChoiceScore> scores) -> addTo(reply, scores);
        }
        return reply;
    }

    private static String likeliest(List<ChoiceScore> scores) {
        return scores.stream()
                .max(Comparator.comparingDouble(ChoiceScore::logProbability))
                .orElseThrow()
                .choice();
    }

    private static void addTo(ObjectNode reply, List<ChoiceScore> scores) {
        double greatest = scores.stream().mapToDouble(ChoiceScore::normalized).max().orElseThrow();
        double sum =
                scores.stream().mapToDouble(each -> Math.exp(each.normalized() - greatest)).sum();
        var choices = reply.putArray("choices");
        for (ChoiceScore score : scores) {
            choices.addObject()
                    .put("choice", score.choice())
                    .put("tokens", score.tokens())
                    .put("log_probability", score.logProbability())
                    .put("probability", score.probability())
                    .put("normalized_log_probability", score.normalized())
                    .put("normalized_probability", Math.exp(score.normalized() - greatest) / sum);
        }
    }

    /// What [#single] and [#list] give.
    static Schema schema() {
        var list = new LinkedHashMap<String, Schema>();
        list.put("answers", Schema.array(Schema.anyOf(made(true), scored(true))).ofAtLeast(1));
        list.put("model", Schema.string());
        return Schema.anyOf(
                made(false).described("To `question`."),
                scored(false).described("To `question` with `choices`."),
                Schema.object(list, List.of("answers", "model")).described("To `questions`."));
    }

    private static Schema made(boolean listed) {
        var members = head(listed);
        List<String> required = new ArrayList<>(members.keySet());
        required.addAll(AnswerJson.REQUIRED);
        members.putAll(AnswerJson.MEMBERS);
        return Schema.object(members, required);
    }

    private static Schema scored(boolean listed) {
        var score = new LinkedHashMap<String, Schema>();
        score.put("choice", Schema.string());
        score.put("tokens", Schema.count());
        score.put(
                "log_probability",
                Schema.number().described("Natural logarithm of its probability as an answer."));
        score.put(
                "probability",
                Schema.number(0, 1).described("Its share: the softmax of the log-probabilities."));
        score.put(
                "normalized_log_probability",
                Schema.number().described("A token: for choices of different lengths."));
        score.put(
                "normalized_probability",
                Schema.number(0, 1).described("The softmax of the normalized ones."));
        var members = head(listed);
        members.put(
                "choices",
                Schema.array(Schema.object(score, List.copyOf(score.keySet()))).ofAtLeast(1));
        return Schema.object(members, List.copyOf(members.keySet()));
    }

    private static SequencedMap<String, Schema> head(boolean listed) {
        var members = new LinkedHashMap<String, Schema>();
        if (listed) {
            members.put("index", Schema.count());
            members.put("question", Schema.string());
        }
        members.put("answer", Schema.string());
        if (!listed) {
            members.put("model", Schema.string());
        }
        return members;
    }
}
