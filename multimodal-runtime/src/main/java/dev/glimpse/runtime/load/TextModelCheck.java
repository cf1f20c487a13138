package dev.glimpse.runtime.load;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.glimpse.bindings.fault.GgufException;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.runtime.fault.ModelLoadException;
import java.nio.file.Path;

/// What can be said about a decoder's file before llama.cpp sees it, whose answer to a wrong number
/// may be an assertion that ends the process.
///
/// llama.cpp compares the shapes of all tensors with the metadata of each architecture and refuses
/// what does not fit. Checked here is what it takes on trust, which is what it asserts: numbers
/// ([DecoderNumbers]), the tokenizer ([VocabularyCheck]), types of tensors. Models of every
/// architecture pass, as do hybrids and mixtures that give numbers for each layer.
public final class TextModelCheck {
    private final GgufFile file;
    private final String architecture;

    private TextModelCheck(GgufFile file) {
        this.file = file;
        architecture = file.text("general.architecture").orElse("");
    }

    /// Checks a decoder's file.
    ///
    /// @return what was read of it
    /// @throws ModelLoadException with what was found and what is expected
    @CanIgnoreReturnValue
    public static GgufFile check(Path model) {
        try {
            var check = new TextModelCheck(GgufFile.read(model));
            check.isTextModel();
            var numbers = new DecoderNumbers(check.file, check.architecture);
            numbers.check();
            check.chatTemplate();
            new VocabularyCheck(check.file).check(numbers.width());
            check.blocks(numbers.blocks());
            check.file.tensors().forEach(check::type);
            return check.file;
        } catch (GgufException e) {
            throw new ModelLoadException(e.getMessage(), e);
        }
    }

    private void isTextModel() {
        if (architecture.isEmpty()) {
            throw fault("names no general.architecture; it is damaged or no model");
        }
        if (architecture.equals("clip")) {
            throw fault(
                    "is a vision encoder (mmproj); give it as --mmproj, and a text model as"
                            + " --model");
        }
        if (file.tensors().isEmpty()) {
            throw fault("has no tensors; it holds a vocabulary or metadata only");
        }
    }

    private void chatTemplate() {
        // Of another type, or with a zero byte within, llama.cpp would see another one than is
        // there.
        file.text("tokenizer.chat_template")
                .filter(template -> template.indexOf('\0') >= 0)
                .ifPresent(_ -> {
                    throw fault("has a zero byte within tokenizer.chat_template; it is damaged");
                });
    }

    private void blocks(int blocks) {
        for (int block = 0; block < blocks; block++) {
            String prefix = "blk." + block + ".";
            if (file.tensors().stream().noneMatch(tensor -> tensor.name().startsWith(prefix))) {
                throw fault(
                        "has "
                                + blocks
                                + " blocks by its metadata, but no tensors of block "
                                + block);
            }
        }
    }

    /// Vectors are added and scaled by as F32; matrices have a type that ggml multiplies by, except
    /// for DeepSeek's table of experts for tokens.
    private void type(TensorInfo tensor) {
        String name = tensor.name();
        boolean vector =
                name.endsWith("_norm.weight") || tensor.elements() == tensor.shape().getFirst();
        boolean multiplied =
                tensor.type().isMultiplicand()
                        || (tensor.type() == TensorType.I32 && name.contains("tid2eid"));
        if (vector ? tensor.type() != TensorType.F32 : !multiplied) {
            throw fault(
                    "has "
                            + name
                            + " of type "
                            + tensor.type()
                            + (vector ? "; expected F32" : ", which weights cannot have"));
        }
    }

    private ModelLoadException fault(String what) {
        return new ModelLoadException(file.path() + " " + what);
    }
}
