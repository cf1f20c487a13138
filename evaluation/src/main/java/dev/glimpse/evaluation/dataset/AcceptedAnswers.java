package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.table.TableRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads which answers to an open question are right: a list of texts, of objects with an `answer`
/// (VQA, TextVQA), a text with `|` between them, or one text. Copies stay: VQA counts them.
final class AcceptedAnswers {
    private static final List<String> LISTS =
            List.of("answers", "captions", "references", "caption", "answer", "label");
    private static final String SEPARATED = "accepted";

    /// All columns in which right answers may stand.
    static final List<String> COLUMNS =
            Stream.concat(Stream.of(SEPARATED), LISTS.stream()).toList();

    private AcceptedAnswers() {}

    /// The answers; none if the row has none.
    static List<String> of(TableRow row) {
        String separated = row.cell(SEPARATED);
        if (!separated.isBlank()) {
            return Arrays.stream(separated.split("\\|")).map(String::strip).toList();
        }
        String text = row.first(LISTS);
        if (PandasText.missing(text)) {
            return List.of();
        }
        return isListOfTexts(text) ? list(text, row.where()) : List.of(text);
    }

    /// `[1, 2]` is an answer of its own.
    private static boolean isListOfTexts(String text) {
        return ListText.isList(text) && text.matches("(?s)\\[\\s*['\"{].*");
    }

    private static List<String> list(String text, String where) {
        if (!text.matches("(?s)\\[\\s*\\{.*")) {
            return ListText.parse(text, where);
        }
        try {
            var answers = new ArrayList<String>();
            for (JsonNode object : JsonMapper.shared().readTree(text).values()) {
                JsonNode answer =
                        object.has("answer") ? object.get("answer") : object.get("caption");
                if (answer == null || !answer.isString()) {
                    throw new DatasetException(
                            where + ": an answer in the list has no text \"answer\"");
                }
                answers.add(answer.asString());
            }
            return answers;
        } catch (JacksonException e) {
            throw new DatasetException(
                    where + ": the list of answers is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
