package io.tierwise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real models with damage: each is read and can be walked, or is refused, and costs no more memory
/// than its size explains.
class FuzzTest {

    private static final int SEEDS = Boolean.getBoolean("tierwise.thorough") ? 20_000 : 300;

    /// What reading and walking takes besides the file: the whole demo models take 4 MB.
    private static final long ROOM_BYTES = 32L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"classifier.onnx", "segmentation.onnx", "transformer.onnx"})
    void read_damagedModel_isReadOrRefused(String demo) throws IOException {
        Path file = Path.of("../demo", demo);
        byte[] whole = Files.readAllBytes(file);
        Damage damage = new Damage(whole, ModelReader.read(file));
        int refused = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] bad = damage.of(new Random(seed));
            refused += survives(Files.write(folder.resolve("bad.onnx"), bad), demo + " seed " + seed) ? 0 : 1;
        }
        assertThat(refused).as("refused of " + SEEDS).isBetween(SEEDS / 4, SEEDS - 1);
    }

    /// Whether the file is read.
    private boolean survives(Path file, String what) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean read = true;
        try {
            Model model = ModelReader.read(file);
            Cuts.of(model, TensorSizes.ALIKE).find(Cuts.MOST_TENSORS);
            ResidualBlocks.find(model);
            ModelWriter.toBytes(model, folder);
        } catch (MalformedModelException | UnsupportedModelException e) {
            assertThat(e.getMessage()).as(what).contains(file.toString());
            read = false;
        } catch (RuntimeException | Error e) {
            fail(what + " ends in " + e, e);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as(what).isLessThan(ROOM_BYTES + 8 * Files.size(file));
        return read;
    }
}
