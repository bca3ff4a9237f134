package io.tierwise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that somebody, or a bad disk, has tampered with.
class HostileFileTest {

    @TempDir
    Path folder;

    private byte[] model() throws IOException {
        Path file = folder.resolve("whole.onnx");
        ModelWriter.writeStandalone(Networks.residual(), file);
        return Files.readAllBytes(file);
    }

    /// Whatever is in the file, it is read or refused, and never anything else.
    private void survives(byte[] bytes, String what) throws IOException {
        Path file = Files.write(folder.resolve("bad.onnx"), bytes);
        try {
            ModelWriter.toBytes(ModelReader.read(file), folder);
        } catch (MalformedModelException | UnsupportedModelException e) {
            assertThat(e.getMessage()).as(what).isNotBlank();
        } catch (RuntimeException e) {
            fail(what + " ends in " + e, e);
        }
    }

    @Test
    void read_truncatedAnywhere_isReadOrRefused() throws IOException {
        byte[] whole = model();
        for (int length = 1; length < whole.length; length += 1 + length / 20) {
            survives(Arrays.copyOf(whole, length), "cut to " + length + " bytes");
        }
    }

    @Test
    void read_bytesChanged_isReadOrRefused() throws IOException {
        byte[] whole = model();
        int rounds = Boolean.getBoolean("tierwise.thorough") ? 100_000 : 500;
        for (int seed = 0; seed < rounds; seed++) {
            Random random = new Random(seed);
            byte[] bad = whole.clone();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            survives(bad, "seed " + seed);
        }
    }

    @Test
    void read_noise_isReadOrRefused() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            byte[] noise = new byte[1 + new Random(seed).nextInt(400)];
            new Random(seed).nextBytes(noise);
            survives(noise, "noise of seed " + seed);
        }
    }
}
