package dev.glimpse.evaluation.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.testing.AviFile;
import dev.glimpse.evaluation.benchmark.Benchmark;
import dev.glimpse.evaluation.benchmark.ScoreRules;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.VideoClip;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.VideoFrame;
import dev.glimpse.vision.image.ImageDecoder;
import dev.glimpse.vision.image.ImageLimits;
import dev.glimpse.vision.image.PngEncoder;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.video.CenterSquare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// MVBench in the forms in which it is released. Its data is not at hand: files are made here.
class MvBenchFilesTest {
    @TempDir private Path folder;

    @Test
    void folderOfTasksHasItsQuestionsInTheOrderOfTheTasks() throws IOException {
        release();

        List<Question> questions = read(folder);

        assertThat(questions).extracting(Question::index).containsExactly("0", "1", "2");
        assertThat(questions)
                .extracting(question -> question.placement().l3())
                .containsExactly("Action Sequence", "Action Count", "Episodic Reasoning");
        assertThat(questions).extracting(Question::answer).containsExactly("B", "A", "C");
        assertThat(questions)
                .extracting(question -> question.video().orElseThrow())
                .containsExactly(
                        new VideoClip(
                                folder.resolve("video/star/Charades_v1_480/a.avi"),
                                VideoClip.Kind.FILE,
                                Optional.of(new VideoClip.Part(1, 3))),
                        new VideoClip(
                                folder.resolve("video/perception/videos/b.avi"),
                                VideoClip.Kind.FILE,
                                Optional.empty()),
                        new VideoClip(
                                folder.resolve("video/tvqa/frames_fps3_hq/house"),
                                VideoClip.Kind.FRAMES,
                                Optional.of(new VideoClip.Part(0, 2))));
    }

    /// Frame `i` of a video is as light as its number; ten frames a second, of folders three.
    @Test
    void framesAreThoseOfTheirPart() throws IOException {
        release();
        List<Question> questions = read(folder);
        var videos = new QuestionVideos(4);

        assertThat(lightness(videos, questions.get(0))).containsExactly(12, 17, 22, 27);
        assertThat(lightness(videos, questions.get(1))).containsExactly(4, 14, 24, 33);
        assertThat(lightness(videos, questions.get(2))).containsExactly(1, 2, 3, 5);
    }

    @Test
    void squaresOfFramesAreCutFromFilesAndFolders() throws IOException {
        release();
        List<Question> questions = read(folder);
        var videos = new QuestionVideos(4, Optional.of(new CenterSquare(12)));

        assertThat(videos.id()).hasToString("mvbench-segments-4-square-12@1");
        assertThat(QuestionVideos.DEFAULT.id()).hasToString("mvbench-segments-8@1");
        assertThat(lightness(videos, questions.get(0))).containsExactly(12, 17, 22, 27);
        for (Question question : List.of(questions.get(0), questions.get(2))) {
            assertThat(videos.read(question.video().orElseThrow()).frames())
                    .extracting(VideoFrame::picture)
                    .allSatisfy(picture ->
                            assertThat(picture)
                                    .isInstanceOfSatisfying(
                                            Content.Pixels.class,
                                            pixels ->
                                                    assertThat(pixels.image().width())
                                                            .isEqualTo(12)));
        }
    }

    @Test
    void listOfVlmEvalKitNamesPrefixAndBounds() throws IOException {
        release();
        Path tsv =
                Files.writeString(
                        folder.resolve("MVBench.tsv"),
                        """
                        task_type\tprefix\tdata_type\tbound\tstart\tend\tvideo\tquestion\tanswer\tcandidates\tindex
                        Action Sequence\tvideo/star/Charades_v1_480/\tvideo\tTrue\t1.0\t3.0\ta.avi\tq?\tthe door.\t['the book.', "the door."]\t0
                        Action Count\tvideo/perception/videos/\tvideo\tFalse\t\t\tb.avi\tq?\t3\t['2', '3']\t1
                        """);

        List<Question> questions = read(tsv);

        assertThat(questions).extracting(Question::answer).containsExactly("B", "B");
        assertThat(questions.get(0).video().orElseThrow().part())
                .contains(new VideoClip.Part(1, 3));
        assertThat(questions.get(1).video().orElseThrow().part()).isEmpty();
    }

    @Test
    void listOfTheVideoBranchNamesFolders() throws IOException {
        release();
        Path list =
                Files.writeString(
                        folder.resolve("test.json"),
                        """
                        {"root": {"Action Count": "video/perception/videos"},
                         "meta": {"Action Count": [{"video": "b.avi", "question": "q?",
                                  "candidates": ["3", "2"], "answer": "2"}]}}
                        """);

        Question question = read(list).getFirst();

        assertThat(question.answer()).isEqualTo("B");
        assertThat(question.placement().l3()).isEqualTo("Action Count");
        assertThat(question.video().orElseThrow().place()).hasFileName("b.avi");
    }

    @Test
    void videoThatIsMissingIsNamedWithItsPlace() throws IOException {
        release();
        Files.delete(folder.resolve("video/star/Charades_v1_480/a.avi"));

        assertThatThrownBy(() -> read(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("Action Sequence, question 1: video \"a.avi\" is neither in")
                .hasMessageContaining("video/star/Charades_v1_480");
    }

    @Test
    void videoThatIsNoneFailsItsQuestion() throws IOException {
        release();
        Files.writeString(folder.resolve("video/star/Charades_v1_480/a.avi"), "no video");
        Question question = read(folder).getFirst();

        assertThatThrownBy(() -> QuestionVideos.DEFAULT.read(question.video().orElseThrow()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("video a.avi from 1.0 s to 3.0 s: file is no video");
    }

    private void release() throws IOException {
        write(
                "json/action_sequence.json",
                """
                [{"video": "a.avi", "question": "q?", "candidates": ["The book.", "The door."],
                  "answer": "The door.", "start": 1.0, "end": 3.0, "accurate_start": 1.2}]
                """);
        write(
                "json/action_count.json",
                """
                [{"video": "b.avi", "question": "q?", "candidates": ["3", "0"], "answer": "3"}]
                """);
        write(
                "json/episodic_reasoning.json",
                """
                [{"video": "house", "question": "q?", "candidates": ["x", "y", "z"],
                  "answer": "z", "start": 0, "end": 2.0}]
                """);
        video("video/star/Charades_v1_480/a.avi", 40);
        video("video/perception/videos/b.avi", 40);
        for (int frame = 1; frame <= 9; frame++) {
            RgbImage image = RgbImage.takeOver(16, 16, pixels(frame));
            String name = String.format(Locale.ROOT, "%05d.jpg", frame);
            Path file = folder.resolve("video/tvqa/frames_fps3_hq/house").resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, PngEncoder.encode(image));
        }
    }

    private void video(String name, int count) throws IOException {
        var frames = new ArrayList<byte[]>();
        for (int frame = 0; frame < count; frame++) {
            frames.add(pixels(frame));
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, AviFile.of(16, 16, frames, 10));
    }

    private static byte[] pixels(int lightness) {
        var pixels = new byte[16 * 16 * 3];
        Arrays.fill(pixels, (byte) lightness);
        return pixels;
    }

    private static List<Integer> lightness(QuestionVideos videos, Question question) {
        return videos.read(question.video().orElseThrow()).frames().stream()
                .map(VideoFrame::picture)
                .map(MvBenchFilesTest::lightness)
                .toList();
    }

    private static int lightness(Content.Picture picture) {
        return switch (picture) {
            case Content.Pixels(var image, _) -> image.sample(6, 6, 0);
            case Content.ImageFile(var file, _) ->
                    new ImageDecoder(ImageLimits.DEFAULT)
                            .decode(file.toByteArray())
                            .sample(6, 6, 0);
        };
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static List<Question> read(Path file) {
        var rules =
                new ScoreRules(
                        Benchmark.MV_BENCH,
                        AbsentText.RAW,
                        AnswerCut.NONE,
                        Benchmark.MV_BENCH.markers("").own());
        return QuestionFile.read(file, rules.questionRules()).questions();
    }
}
