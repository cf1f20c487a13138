package dev.glimpse.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.Tab;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the page remembers: within a conversation, and from one visit to the next.
@Tag("native")
class PageMemoryTest {
    private static final String SENT =
            """
            window.sent = [];
            const fetched = window.fetch;
            window.fetch = (url, init) => {
              if (String(url).endsWith('/chat/completions')) window.sent.push(JSON.parse(init.body));
              return fetched(url, init);
            }\
            """;

    @RegisterExtension static final OpenPage OPENED = new OpenPage();

    private Tab page;

    @BeforeEach
    void take() {
        page = OPENED.tab();
    }

    @Test
    void followUpsTellTheModelWhatWasSaidBefore() {
        page.page().evaluate(SENT);
        OPENED.ask("blue-circle.png", "What color is the circle?");
        OPENED.say("Are you sure?");
        OPENED.awaitAnswers(2);
        assertThat(roles(1)).isEqualTo("user,assistant,user");
        assertThat(page.string("window.sent[1].messages[0].content.map(p => p.type).join()"))
                .isEqualTo("image_url,text");
        OPENED.ask("red-triangle.png", "What color is the triangle?");
        assertThat(roles(2)).as("another picture is another subject").isEqualTo("user");
        OPENED.click("anew");
        OPENED.say("What is this?");
        OPENED.awaitAnswers(1);
        assertThat(roles(3)).isEqualTo("user");
    }

    private String roles(int request) {
        return page.string("window.sent[" + request + "].messages.map(m => m.role).join()");
    }

    @Test
    void anEarlierConversationIsOpenedAgain() {
        OPENED.ask("blue-circle.png", "What color is the circle?");
        String answer = OPENED.lastAnswer();
        OPENED.reload();
        assertThat(!page.holds("document.querySelector('.turn')")).isTrue();
        OPENED.click("open-earlier");
        page.await("document.querySelector('.entry')");
        assertThat(page.text(".entry span")).isEqualTo("What color is the circle?");
        page.page().click(".entry");
        OPENED.awaitAnswers(1);
        assertThat(OPENED.lastAnswer()).isEqualTo(answer);
        page.await("document.getElementById('picture').naturalWidth > 0");
        OPENED.say("What shape is in the image?");
        OPENED.awaitAnswers(2);
    }

    @Test
    void earlierConversationsAreDeleted() {
        OPENED.ask("blue-circle.png", "What color is the circle?");
        OPENED.click("open-earlier");
        page.await("document.querySelector('.entry-remove')");
        page.page().click(".entry-remove");
        page.await("!document.getElementById('earlier-none').hidden");
        OPENED.reload();
        OPENED.click("open-earlier");
        page.await("document.getElementById('earlier').open");
        assertThat((int) page.number("document.querySelectorAll('.entry').length")).isZero();
    }

    @Test
    void settingsStay() {
        page.page().click("#open-settings");
        page.page().selectOption("#theme", "dark");
        page.page().fill("#tokens", "3");
        page.page().click("#settings [value=close]");
        OPENED.reload();
        assertThat(page.string("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(19, 20, 19)");
        OPENED.ask("blue-circle.png", "Describe the image.");
        assertThat(page.text(".note")).isEqualTo("The answer was cut at its length limit.");
    }
}
