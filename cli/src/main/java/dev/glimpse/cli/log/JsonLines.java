package dev.glimpse.cli.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// An event as one line of JSON: `timestamp` (ISO 8601, UTC), `level`, `logger`, `message`, the
/// event's own fields beside them (numbers as numbers), those of the thread's diagnostic context,
/// and `stack_trace`.
///
/// Logback's own encoder has an event's fields as a list of texts, which programs that read logs
/// cannot filter by. Thread-safe: the factory is.
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    private final JsonFactory json = new JsonFactory();
    private final ThrowableProxyConverter stackTraces = new ThrowableProxyConverter();

    @Override
    public void start() {
        stackTraces.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            out.writeStringProperty("timestamp", event.getInstant().toString());
            out.writeStringProperty("level", event.getLevel().levelStr);
            out.writeStringProperty("logger", event.getLoggerName());
            out.writeStringProperty("message", event.getFormattedMessage());
            for (KeyValuePair pair :
                    Objects.requireNonNullElse(event.getKeyValuePairs(), List.<KeyValuePair>of())) {
                write(out, pair.key, pair.value);
            }
            for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
                write(out, entry.getKey(), entry.getValue());
            }
            if (event.getThrowableProxy() != null) {
                out.writeStringProperty("stack_trace", stackTraces.convert(event));
            }
            out.writeEndObject();
        }
        line.write('\n');
        return line.toByteArray();
    }

    private static void write(JsonGenerator out, String name, Object value) {
        switch (value) {
            case Double number -> out.writeNumberProperty(name, number);
            case Integer number -> out.writeNumberProperty(name, number);
            case Long number -> out.writeNumberProperty(name, number);
            case Boolean flag -> out.writeBooleanProperty(name, flag);
            default -> out.writeStringProperty(name, String.valueOf(value));
        }
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
