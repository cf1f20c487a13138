package dev.glimpse.vision.siglip;

import dev.glimpse.vision.slice.SliceGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The text around an image's slices, as the official processors write it; `E` is an embedding.
enum ImageLayout {
    /// 2.6 and later: `<image_id>0</image_id><image>E</image><slice>E</slice><slice>E</slice>`, a
    /// newline between rows of slices.
    TAGGED,
    /// 2.0 and 2.5: `<image>E</image><slice><image>E</image><image>E</image></slice>`, likewise.
    NESTED;

    static ImageLayout of(Projector projector) {
        return switch (projector) {
            case Projector.Resampling(ResamplerVersion version, _, _) ->
                    switch (version) {
                        case V2_0, V2_5 -> NESTED;
                        case V2_6, O2_6, V4_0, V4_5, O4_5 -> TAGGED;
                    };
            case Projector.Merging _ -> TAGGED;
        };
    }

    /// What tells an image's number, before everything else of it.
    String number(int number) {
        return switch (this) {
            case TAGGED -> "<image_id>" + number + "</image_id>";
            case NESTED -> "";
        };
    }

    /// The texts before each embedding, overview first, and the one behind the last.
    List<String> around(Optional<SliceGrid> slices) {
        var texts = new ArrayList<String>();
        texts.add("<image>");
        String behind = "</image>";
        String open = this == TAGGED ? "<slice>" : "<image>";
        String close = this == TAGGED ? "</slice>" : "</image>";
        if (slices.isPresent()) {
            String between = this == TAGGED ? "" : "<slice>";
            for (int slice = 0; slice < slices.get().count(); slice++) {
                boolean newRow = slice > 0 && slice % slices.get().cols() == 0;
                texts.add(behind + between + (newRow ? "\n" : "") + open);
                behind = close;
                between = "";
            }
            behind = this == TAGGED ? close : close + "</slice>";
        }
        texts.add(behind);
        return texts;
    }
}
