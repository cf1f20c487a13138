package dev.glimpse.http.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.Service.Reply;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server-sent event with a name.
public record Event(String name, JsonNode data) {

    /// All events of a reply that is a stream.
    public static List<Event> of(Reply reply) {
        assertThat(reply.header("Content-Type"))
                .as(reply.response().body())
                .startsWith("text/event-stream");
        var events = new ArrayList<Event>();
        for (String block : reply.response().body().strip().split("\n\n", -1)) {
            String[] lines = block.split("\n", -1);
            assertThat(lines).hasSize(2);
            events.add(
                    new Event(
                            lines[0].substring("event: ".length()),
                            JsonMapper.shared().readTree(lines[1].substring("data: ".length()))));
        }
        return events;
    }
}
