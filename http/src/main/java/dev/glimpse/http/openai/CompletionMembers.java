package dev.glimpse.http.openai;

import dev.glimpse.http.body.Field;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fields.GenerationFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What clients may know of fields that both kinds of completions have.
public final class CompletionMembers {
    private CompletionMembers() {}

    /// Those of requests.
    public static SequencedMap<String, Schema> request() {
        var members = new LinkedHashMap<String, Schema>();
        members.put("model", Schema.string().described("Any: there is one."));
        members.put("n", Schema.integer(1, ReplyShape.MAX_ANSWERS).described("How many answers."));
        GenerationFields.FIELDS.forEach(field -> members.put(field.name(), schema(field)));
        members.put("seed", Schema.any().described("Any whole number; drawn where it is missing."));
        members.put("top_p", Schema.number(0, 1).described("0 is the likeliest token."));
        members.put(
                "top_k",
                Schema.integer(-1, Integer.MAX_VALUE).described("-1 and 0 are all tokens."));
        members.put("stream", Schema.flag().described("Whether chunks come as they are made."));
        members.put(
                "stream_options",
                open("include_usage", Schema.flag())
                        .described("Whether a chunk at the end tells what it took."));
        return members;
    }

    /// Those that replies begin with.
    ///
    /// @param object what the reply calls itself
    public static SequencedMap<String, Schema> replyHead(String object) {
        var members = new LinkedHashMap<String, Schema>();
        members.put("id", Schema.string());
        members.put("object", Schema.constant(object));
        members.put("created", Schema.count().described("Seconds since 1970."));
        members.put("model", Schema.string());
        return members;
    }

    /// A field's schema in JSON, with its description.
    public static Schema schema(Field<?> field) {
        return field.json().orElseThrow().schema().described(field.description());
    }

    /// An object that has a member, and may have others.
    public static Schema open(String name, Schema member) {
        var members = new LinkedHashMap<String, Schema>();
        members.put(name, member);
        return Schema.object(members, List.of()).open();
    }
}
