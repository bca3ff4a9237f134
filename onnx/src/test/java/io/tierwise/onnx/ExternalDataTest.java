package io.tierwise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tierwise.onnx.proto.ModelProto;
import io.tierwise.onnx.proto.StringStringEntryProto;
import io.tierwise.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDataTest {

    @TempDir
    Path folder;

    private Path pointing(String... entries) throws IOException {
        Path data = folder.resolve("w.bin");
        Files.write(data, new byte[64]);
        TensorProto.Builder weight = TensorProto.newBuilder()
                .setName("w")
                .setDataType(1)
                .addDims(4)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL);
        for (int i = 0; i < entries.length; i += 2) {
            weight.addExternalData(
                    StringStringEntryProto.newBuilder().setKey(entries[i]).setValue(entries[i + 1]));
        }
        GraphBuilder graph = new GraphBuilder("g", 17);
        Model model =
                graph.output(graph.relu(graph.input("x", DataType.FLOAT, 1))).build();
        ModelProto.Builder proto = ModelProto.parseFrom(ModelWriter.toBytes(model, folder)).toBuilder();
        proto.getGraphBuilder().addInitializer(weight);
        return Files.write(folder.resolve("m.onnx"), proto.build().toByteArray());
    }

    private void refused(String part, String... entries) throws IOException {
        Path file = pointing(entries);
        assertThatThrownBy(() -> ModelReader.read(file))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContainingAll("m.onnx", "'w'", part);
    }

    @Test
    void read_dataBesideTheModel_isFound() throws IOException {
        Model model = ModelReader.read(pointing("location", "w.bin", "offset", "16"));
        Weight weight = Networks.weight(model, "w");
        assertThat(weight.content()).isEqualTo(new Content.External(folder.resolve("w.bin"), 16, 16));
        assertThat(weight.floats()).containsExactly(0, 0, 0, 0);
    }

    /// The runtime cannot infer shapes from a shape that lies in another file.
    @Test
    void toBytes_smallWeightInAnotherFile_isWrittenInline() throws IOException {
        Model model = ModelReader.read(pointing("location", "w.bin", "offset", "16"));
        Model again = ModelReader.read(ModelWriter.toBytes(model, folder), folder);
        assertThat(Networks.weight(again, "w").content()).isInstanceOf(Content.Inline.class);
        assertThat(Networks.weight(again, "w").bytes())
                .isEqualTo(Networks.weight(model, "w").bytes());
    }

    @Test
    void toBytes_largeWeightInAnotherFile_pointsThere() throws IOException {
        Path file = folder.resolve("large.onnx");
        ModelWriter.writeStandalone(Networks.residual(), file, 1);
        Model model = ModelReader.read(file);
        assertThat(ModelReader.read(ModelWriter.toBytes(model, folder), folder)).isEqualTo(model);
    }

    @Test
    void read_dataElsewhereOrTooShort_isRefused() throws IOException {
        refused("../secret", "location", "../secret");
        refused("/etc/passwd", "location", "/etc/passwd");
        refused("no such file", "location", "gone.bin");
        refused("not a file", "location", "");
        refused("which has 64", "location", "w.bin", "offset", "56");
        refused("9223372036854775807", "location", "w.bin", "offset", "9223372036854775807");
        refused("offset -1", "location", "w.bin", "offset", "-1");
        refused("'many'", "location", "w.bin", "length", "many");
    }

    @Test
    void read_lengthOtherThanTheShapeSays_isRefused() throws IOException {
        Path file = pointing("location", "w.bin", "length", "20");
        assertThatThrownBy(() -> ModelReader.read(file))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContainingAll("16 bytes, found 20");
    }

    @Test
    void read_linkOutOfTheFolder_isRefused() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path file = pointing("location", "link.bin");
        Files.move(file, inner.resolve("m.onnx"));
        Files.createSymbolicLink(inner.resolve("link.bin"), folder.resolve("w.bin"));
        assertThatThrownBy(() -> ModelReader.read(inner.resolve("m.onnx")))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("link");
    }

    @Test
    void writeStandalone_tooLargeForOneMessage_writesASidecar() throws IOException {
        Model model = Networks.residual();
        Path file = folder.resolve("large.onnx");
        ModelWriter.writeStandalone(model, file, 1);
        Model read = ModelReader.read(file);
        Weight weight = Networks.weight(read, "d2.weight");
        assertThat(weight.content())
                .isInstanceOfSatisfying(
                        Content.External.class,
                        external -> assertThat(external.file().getFileName()).hasToString("large.onnx.data"));
        read.graph()
                .initializers()
                .forEach((name, found) -> assertThat(found.bytes())
                        .as(name)
                        .isEqualTo(Networks.weight(model, name).bytes()));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void writeStandalone_fileAndSidecar_areAsReadableAsAnyFile() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "");
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no permissions here");
        Path file = folder.resolve("m.onnx");
        ModelWriter.writeStandalone(Networks.residual(), file, 1);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(other));
        assertThat(Files.getPosixFilePermissions(folder.resolve("m.onnx.data")))
                .isEqualTo(Files.getPosixFilePermissions(other));
    }

    @Test
    void writeStandalone_overItself_keepsTheValues() throws IOException {
        Path file = folder.resolve("m.onnx");
        ModelWriter.writeStandalone(Networks.residual(), file);
        byte[] before = Files.readAllBytes(file);
        ModelWriter.writeStandalone(ModelReader.read(file), file);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void toBytes_weightsElsewhere_areWrittenInline() throws IOException {
        Path file = folder.resolve("m.onnx");
        ModelWriter.writeStandalone(Networks.residual(), file);
        Model model = ModelReader.read(file);
        Path other = Files.createDirectory(folder.resolve("other"));
        assertThat(ModelWriter.toBytes(model, other).length).isGreaterThan(ModelWriter.toBytes(model, folder).length);
    }
}
