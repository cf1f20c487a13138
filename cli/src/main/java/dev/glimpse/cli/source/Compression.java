package dev.glimpse.cli.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/// What a tar archive can be compressed by, told by the end of its name.
enum Compression {
    GZIP("tar\\.gz|tgz"),
    ZSTD("tar\\.zst|tzst"),
    XZ("tar\\.xz|txz");

    private static final int BUFFER_BYTES = 1 << 16;

    /// More than any preset of xz needs (65 MiB), so that a file cannot ask for any amount.
    private static final int MOST_XZ_KIBIBYTES = 128 << 10;

    private final Pattern name;

    Compression(String endings) {
        this.name = Pattern.compile("(?i).*\\.(" + endings + ")");
    }

    /// The compression that a name tells of.
    static Optional<Compression> of(String name) {
        return Arrays.stream(values())
                .filter(compression -> compression.name.matcher(name).matches())
                .findFirst();
    }

    /// The bytes within; closing them closes `file`.
    ///
    /// @throws IOException if it is not compressed so
    InputStream decompress(InputStream file) throws IOException {
        return switch (this) {
            case GZIP -> new GZIPInputStream(file, BUFFER_BYTES);
            case ZSTD -> new ZstdInputStream(file);
            case XZ -> new XZInputStream(file, MOST_XZ_KIBIBYTES);
        };
    }
}
