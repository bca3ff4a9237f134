package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.operators.SchemesTest.Structure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Quantized graphs, whole, against committed ones that were read: which nodes stand where, on which grids.
/// `-Dtierwise.golden=write` writes them anew.
class GoldenGraphsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final List<Map<String, Tensor>> IMAGES = Net.samples(3, 4, 1, 3, 16, 16);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "RESIDUAL, U8S8",
        "RESIDUAL, WEIGHTS",
        "RESIDUAL, FP16",
        "RESIDUAL, DYNAMIC",
        "DEPTHWISE, U8S8",
        "GROUPED, U8S8_PER_TENSOR",
        "DECODER, U8S8",
        "DECODER, FP16",
        "PADDED, U8S8",
        "PADDED, U8U8",
        "TWO_OUTPUTS, S8S8"
    })
    void quantize_givesTheGoldenGraph(Structure structure, Scheme scheme) throws IOException {
        Context context = new Context(Calibration.of(IMAGES), Net.criteria(model -> 0), folder);
        Product product = Composer.apply(List.of(new Quantize(scheme)), structure.model(), context);
        String text = GraphText.of(product.parts().getFirst().model());
        Path golden = GOLDEN.resolve(structure.name().toLowerCase(Locale.ROOT) + "-" + scheme.text() + ".txt");
        if ("write".equals(System.getProperty("tierwise.golden"))) {
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }
}
