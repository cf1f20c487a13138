package dev.glimpse.http.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.glimpse.http.api.Samples;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.testing.Fuzz;
import org.junit.jupiter.api.Test;

/// Thousands of damaged bodies: each is read or refused, and nothing else is thrown.
class ChatBodyFuzzTest {

    @Test
    void damagedChatsAreReadOrRefused() {
        String sound =
                """
                {"model": "any", "n": 2, "seed": -1, "top_p": 0, "stream": true,
                 "stream_options": {"include_usage": true}, "stop": ["a"],
                 "logit_bias": {"5": 1}, "chat_template_kwargs": {"enable_thinking": false},
                 "messages": [{"role": "system", "content": "Be brief."},
                  {"role": "user", "content": [
                   {"type": "image_url", "image_url": {"url": "@IMAGE", "max_slice_nums": 2}},
                   {"type": "text", "text": "What is this?"}]},
                  {"role": "assistant", "content": "A square."},
                  {"role": "user", "content": "Which colour?"}]}
                """
                        .replace("@IMAGE", Samples.IMAGE);
        var body = new ChatBody(new ContentLimits(4, 200));
        Fuzz.read(sound.getBytes(UTF_8), body::read);
    }
}
