package dev.glimpse.http.view;

import dev.glimpse.http.api.Operation;
import dev.glimpse.http.api.Samples;
import java.util.List;

/// What clients may know of `POST /v1/images/view`.
public final class ViewOperation {
    public static final Operation OPERATION =
            Operation.of(
                            "viewImage",
                            "Images",
                            "See as the model does",
                            "Tells at which size the model would see an image, into which slices it"
                                    + " would be cut, and how many tokens that takes. Nothing is"
                                    + " encoded.")
                    .taking(
                            ViewEndpoint.SHAPE,
                            List.of(
                                    Samples.example(
                                            "view",
                                            "With up to nine slices",
                                            """
                                            {"image": "@IMAGE", "max_slice_nums": 9}
                                            """)),
                            List.of(
                                    Samples.example(
                                            "file",
                                            "A file",
                                            """
                                            {"image": "@IMAGE"}
                                            """)))
                    .giving(
                            ViewEndpoint.schema(),
                            Samples.example(
                                    "view",
                                    "An overview and six slices",
                                    """
                                    {"width": 1200, "height": 800,
                                     "overview": {"width": 546, "height": 364},
                                     "grid": {"columns": 3, "rows": 2}, "tokens": 448}
                                    """))
                    .failingAsModelsDo();

    private ViewOperation() {}
}
