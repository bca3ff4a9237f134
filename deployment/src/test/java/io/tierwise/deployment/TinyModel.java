package io.tierwise.deployment;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.onnx.Weight;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// ONNX files of a node or two.
final class TinyModel {

    private TinyModel() {}

    /// `out = 2 * in`, both `[1,4]`.
    static Path doubling(Path folder, String in, String out) {
        Node twice = new Node("double", "Add", "", List.of(in, in), List.of(out), Map.of());
        Graph graph = new Graph("g", List.of(twice), floats(in, 4), floats(out, 4), Map.of(), Map.of());
        return write(folder.resolve(in + "-" + out + ".onnx"), graph);
    }

    /// `out = max of so many copies of in`: what runs it needs 16 bytes for each.
    static Path hungry(Path folder, String in, String out, long copies) {
        Weight repeats = Weight.ofLongs("repeats", new long[] {1, copies}, 2);
        Node tile = new Node("tile", "Tile", "", List.of(in, "repeats"), List.of("tiled"), Map.of());
        Map<String, Attribute> axes = Map.of("axes", new Attribute.Ints(List.of(1L)));
        Node max = new Node("max", "ReduceMax", "", List.of("tiled"), List.of(out), axes);
        Graph graph =
                new Graph("g", List.of(tile, max), floats(in, 4), floats(out, 1), Map.of("repeats", repeats), Map.of());
        return write(folder.resolve("hungry.onnx"), graph);
    }

    private static List<ValueInfo> floats(String name, long width) {
        return List.of(ValueInfo.of(name, DataType.FLOAT, 1, width));
    }

    private static Path write(Path file, Graph graph) {
        ModelWriter.writeStandalone(new Model(8, Map.of("", 13L), Map.of(), "", graph), file);
        return file;
    }
}
