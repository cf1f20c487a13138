package dev.glimpse.http.vqa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.http.testing.Event;
import dev.glimpse.http.testing.Form;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Several questions in one request, and questions with choices.
@Tag("native")
class QuestionsTest {
    private static final byte[] RED = Images.disc(0xE01010);
    private static final String COLOUR = "What colour is the circle?";
    private static final String DESCRIBE = "Describe the image.";
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    /// A body with the image and no question.
    private static ObjectNode image() {
        return Questions.about(RED, "").without("question");
    }

    private static JsonNode ok(Reply reply) {
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json();
    }

    @Test
    void questionsAreAnsweredInTheirOrderAndAsIfAlone() {
        ObjectNode body = image();
        body.putArray("questions").add(DESCRIBE).add(COLOUR).add(DESCRIBE);
        JsonNode reply = ok(SERVICE.ask(body));
        assertThat(reply.propertyNames()).containsExactly("answers", "model");
        JsonNode answers = reply.get("answers");
        assertThat(answers.size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            JsonNode answer = answers.get(i);
            assertThat(answer.propertyNames())
                    .containsExactly(
                            "index", "question", "answer", "finish_reason", "usage", "timings_ms");
            assertThat(answer.get("index").intValue()).isEqualTo(i);
            String question = answer.get("question").stringValue();
            assertThat(question).isEqualTo(i == 1 ? COLOUR : DESCRIBE);
            assertThat(answer.get("answer"))
                    .isEqualTo(ok(SERVICE.ask(Questions.about(RED, question))).get("answer"));
        }
        Form form = new Form().file("image", RED).text("questions", DESCRIBE);
        form.text("questions", COLOUR);
        JsonNode fromForm = ok(SERVICE.ask(form)).get("answers");
        assertThat(fromForm.size()).isEqualTo(2);
        assertThat(fromForm.get(1).get("answer")).isEqualTo(answers.get(1).get("answer"));
    }

    @Test
    void eventsSayWhichQuestionTheyBelongTo() {
        ObjectNode body = image().put("stream", true).put("max_tokens", 12);
        var questions = body.putArray("questions").add(DESCRIBE);
        questions.addObject().put("question", COLOUR).putArray("choices").add("Red").add("Blue");
        questions.add(COLOUR);
        List<Event> events = Event.of(SERVICE.ask(body));
        JsonNode done = events.getLast().data();
        assertThat(events.getLast().name()).isEqualTo("done");
        int at = 0;
        for (int i = 0; i < 3; i++) {
            var text = new StringBuilder();
            while (events.get(at).name().equals("delta")) {
                assertThat(events.get(at).data().get("index").intValue()).isEqualTo(i);
                text.append(events.get(at++).data().get("text").stringValue());
            }
            assertThat(events.get(at).name()).isEqualTo("answer");
            JsonNode answer = events.get(at++).data();
            assertThat(answer).isEqualTo(done.get("answers").get(i));
            assertThat(text.toString()).isEqualTo(i == 1 ? "" : answer.get("answer").stringValue());
        }
        assertThat(at).isEqualTo(events.size() - 1);
    }

    @Test
    void choicesAreScored() {
        ObjectNode body = Questions.about(RED, COLOUR);
        body.putArray("choices").add("Blue").add("Red").add("Yellow and green");
        JsonNode reply = ok(SERVICE.ask(body));
        assertThat(reply.propertyNames()).containsExactly("answer", "model", "choices");
        assertThat(reply.get("answer").stringValue()).isEqualTo("Red");
        JsonNode choices = reply.get("choices");
        double sum = 0;
        double normalizedSum = 0;
        for (JsonNode choice : choices) {
            double logProbability = choice.get("log_probability").doubleValue();
            assertThat(logProbability).isNegative();
            assertThat(choice.get("normalized_log_probability").doubleValue())
                    .isCloseTo(logProbability / choice.get("tokens").intValue(), within(1e-12));
            sum += choice.get("probability").doubleValue();
            normalizedSum += choice.get("normalized_probability").doubleValue();
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
        assertThat(normalizedSum).isCloseTo(1, within(1e-9));
        assertThat(choices.get(1).get("choice").stringValue()).isEqualTo("Red");
        assertThat(choices.get(1).get("probability").doubleValue()).isGreaterThan(0.5);
        assertThat(choices.get(2).get("tokens").intValue()).isGreaterThan(1);
        Form form = new Form().file("image", RED).text("question", COLOUR);
        JsonNode fromForm = ok(SERVICE.ask(form.text("choices", "Blue").text("choices", "Red")));
        assertThat(fromForm.get("answer").stringValue()).isEqualTo("Red");
        assertThat(fromForm.get("choices").size()).isEqualTo(2);
    }

    @Test
    void aQuestionHasItsOwnChoicesOrThoseOfAll() {
        ObjectNode body = image();
        body.putArray("choices").add("Yes").add("No");
        var questions = body.putArray("questions").add("Is the circle red?");
        questions.addObject().put("question", COLOUR).putArray("choices").add("Blue").add("Red");
        JsonNode answers = ok(SERVICE.ask(body)).get("answers");
        assertThat(answers.get(0).get("choices").get(0).get("choice").stringValue())
                .isEqualTo("Yes");
        assertThat(answers.get(1).get("answer").stringValue()).isEqualTo("Red");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    'questions': []                             | questions | there are 0 questions
                    'questions': 'What?'                        | questions | expected an array
                    'questions': ['a', 5]                       | questions[1] | a string or an object
                    'questions': ['a', '  ']                    | questions[1] | is blank
                    'questions': [{'choices': ['a']}]           | questions[0].question | is missing
                    'questions': [{'question': 'a', 'top_k': 1}] | top_k | allowed: question, choices
                    'questions': ['a'], 'question': 'b'         | question | send one of them
                    'question': 'a', 'choices': []              | choices | there are 0 choices
                    'question': 'a', 'choices': ['b', ' ']      | choices[1] | is blank
                    'question': 'a', 'choices': ['b', 'b']      | choices[1] | is there twice
                    'question': 'a', 'choices': ['b', 7]        | choices[1] | expected a string
                    'question': 'a', 'choices': ['b'], 'top_k': 1 | top_k | with choices none is
                    """)
    void whatIsWrongIsNamed(String fields, String param, String message) {
        ObjectNode body = image();
        body.setAll(
                (ObjectNode) JsonMapper.shared().readTree("{" + fields.replace('\'', '"') + "}"));
        refused(SERVICE.ask(body), param, error -> assertThat(error).contains(message));
    }

    @Test
    void thereAreLimits() {
        ObjectNode many = image();
        var questions = many.putArray("questions");
        var choices = Questions.about(RED, COLOUR);
        var list = choices.putArray("choices");
        for (int i = 0; i < 101; i++) {
            questions.add("Number " + i + "?");
            list.add("choice " + i);
        }
        refused(
                SERVICE.ask(many),
                "questions",
                error -> assertThat(error).isEqualTo("there are 101 questions; allowed: 1 to 64"));
        refused(
                SERVICE.ask(choices),
                "choices",
                error -> assertThat(error).isEqualTo("there are 101 choices; allowed: 1 to 100"));
    }

    private static void refused(Reply reply, String param, Consumer<String> message) {
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(400);
        assertThat(reply.error().get("type").stringValue()).isEqualTo("invalid_request");
        assertThat(reply.error().get("param").stringValue()).isEqualTo(param);
        message.accept(reply.error().get("message").stringValue());
    }
}
