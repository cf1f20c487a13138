package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// What the rows of 2.0 are divided by for llama.cpp's decoder.
///
/// MiniCPM multiplies the embeddings of tokens by `scale_emb`, which is 12, and the official
/// `get_vllm_embedding` leaves those of images alone. llama.cpp multiplies all that it is given.
/// Those who exported 2.0 dealt with that in two ways: at first they changed llama.cpp, later they
/// divided the projector's weights, and no key of the file says which. The weights do: as trained
/// they have the size they began with, `width^-0.5`, within a factor that is far from 12.
final class DecoderScale {
    private static final Logger LOGGER = System.getLogger(DecoderScale.class.getName());

    private static final String PROJECTION = "resampler.proj.weight";

    private DecoderScale() {}

    /// What to divide by; 1 where rows are as the decoder wants them.
    ///
    /// @param file of which `config` is
    /// @param embeddingScale what the decoder multiplies by
    static double divisor(GgufFile file, SiglipConfig config, double embeddingScale) {
        boolean first =
                config.projector() instanceof Projector.Resampling resampling
                        && resampling.version() == ResamplerVersion.V2_0;
        if (!first || embeddingScale == 1) {
            return 1;
        }
        TensorInfo projection = file.tensor(PROJECTION).orElseThrow();
        double size = new WeightReader(file).rootMeanSquare(projection);
        double trained = 1 / Math.sqrt(config.projector().width());
        boolean divided = size < trained / Math.sqrt(embeddingScale);
        LOGGER.log(
                Level.INFO,
                "{0} of {1} is {2}; image rows are divided by {3}",
                PROJECTION,
                file.path(),
                divided ? "divided for llama.cpp already" : "as trained",
                divided ? 1 : embeddingScale);
        return divided ? 1 : embeddingScale;
    }
}
