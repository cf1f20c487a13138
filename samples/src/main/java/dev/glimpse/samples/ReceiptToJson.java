package dev.glimpse.samples;

import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.ResponseFormat;
import dev.glimpse.runtime.VisionLanguageModel;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads a receipt into JSON of a given form, which the answer has whatever the model makes of the
/// picture: the schema decides which tokens may come.
///
/// ```
/// ReceiptToJson V.gguf mmproj.gguf receipt.png
/// ```
///
/// prints, with a model that can read (the embedded one cannot, and invents):
///
/// ```
/// {"shop": "Corner Bakery", "date": "2026-07-01", "items": [{"name": "Bread", "cents": 420}], "total_cents": 420}
/// ```
public final class ReceiptToJson {
    private static final String SCHEMA =
            """
            {
              "type": "object",
              "properties": {
                "shop": {"type": "string", "maxLength": 24},
                "date": {"type": "string", "format": "date"},
                "items": {
                  "type": "array",
                  "minItems": 1,
                  "maxItems": 5,
                  "items": {
                    "type": "object",
                    "properties": {
                      "name": {"type": "string", "maxLength": 24},
                      "cents": {"type": "integer", "minimum": 0, "maximum": 99999}
                    },
                    "required": ["name", "cents"]
                  }
                },
                "total_cents": {"type": "integer", "minimum": 0, "maximum": 999999}
              },
              "required": ["shop", "date", "items", "total_cents"]
            }
            """;

    private static final int MOST_TOKENS = 1024;

    private ReceiptToJson() {}

    /// Takes the decoder's file, the vision encoder's file and the image of a receipt.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("usage: ReceiptToJson MODEL MMPROJ IMAGE");
        }
        read(
                ModelOptions.of(Path.of(arguments[0]), Path.of(arguments[1])),
                Path.of(arguments[2]),
                Screen.standard());
    }

    static void read(ModelOptions options, Path image, PrintStream out) throws IOException {
        Message message =
                Message.user(
                        Content.image(Files.readAllBytes(image)),
                        Content.text("Read this receipt: shop, date, items with prices, total."));
        try (var model = VisionLanguageModel.open(options)) {
            var request =
                    GenerationRequest.of(message)
                            .withMaxTokens(MOST_TOKENS)
                            .withFormat(ResponseFormat.jsonSchema(SCHEMA));
            out.println(model.generate(request).text());
        }
    }
}
