package io.tierwise.onnx;

import com.google.protobuf.ByteString;
import io.tierwise.onnx.proto.AttributeProto;
import io.tierwise.onnx.proto.GraphProto;
import io.tierwise.onnx.proto.ModelProto;
import io.tierwise.onnx.proto.NodeProto;
import io.tierwise.onnx.proto.SparseTensorProto;
import io.tierwise.onnx.proto.StringStringEntryProto;
import io.tierwise.onnx.proto.TensorProto;
import io.tierwise.onnx.proto.TensorShapeProto;
import io.tierwise.onnx.proto.TypeProto;
import io.tierwise.onnx.proto.ValueInfoProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns the messages of a file into our values.
final class MessageReader {

    private static final long LOWEST_IR = 3;
    private static final long LOWEST_OPSET = 9;

    private final Path file;
    private final TensorReader tensors;

    /// @param inFile whether the message is a [Skeleton] whose large values are in the file
    MessageReader(Path file, boolean inFile) {
        this.file = file;
        this.tensors = new TensorReader(file, inFile);
    }

    Model model(ModelProto proto) {
        if (!proto.hasGraph()) {
            throw new MalformedModelException(file + " is not an ONNX model: it holds no graph");
        }
        if (proto.getIrVersion() < LOWEST_IR) {
            throw new UnsupportedModelException(file + " has IR version " + proto.getIrVersion() + "; at least "
                    + LOWEST_IR + " is needed: export the model again, or raise it with onnx.version_converter");
        }
        Map<String, Long> opsets = opsets(proto);
        Graph graph;
        try {
            graph = graph(proto.getGraph());
        } catch (IllegalArgumentException e) {
            throw new MalformedModelException(file + ": " + e.getMessage(), e);
        }
        checkOpset(opsets, graph);
        graph = new GraphCheck(file.toString()).check(graph);
        ModelProto.Builder rest = proto.toBuilder()
                .clearIrVersion()
                .clearOpsetImport()
                .clearMetadataProps()
                .clearProducerName()
                .clearGraph();
        return new Model(
                proto.getIrVersion(),
                opsets,
                entries(proto.getMetadataPropsList(), "metadata"),
                proto.getProducerName(),
                graph,
                Rest.of(rest.build().toByteArray()));
    }

    private Map<String, Long> opsets(ModelProto proto) {
        Map<String, Long> opsets = new LinkedHashMap<>();
        proto.getOpsetImportList().forEach(opset -> {
            String domain = opset.getDomain().equals("ai.onnx") ? "" : opset.getDomain();
            opsets.merge(domain, opset.getVersion(), Math::max);
        });
        return opsets;
    }

    private void checkOpset(Map<String, Long> opsets, Graph graph) {
        Long opset = opsets.get("");
        if (opset == null) {
            if (graph.nodes().stream().anyMatch(node -> node.domain().isEmpty())) {
                throw new MalformedModelException(file + " does not say which version of the operators it uses");
            }
        } else if (opset < LOWEST_OPSET) {
            throw new UnsupportedModelException(file + " uses operators of version " + opset + "; at least "
                    + LOWEST_OPSET + " is needed: export it with opset_version=17, or raise it with "
                    + "onnx.version_converter.convert_version(model, 17)");
        }
    }

    private Map<String, String> entries(List<StringStringEntryProto> list, String what) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (StringStringEntryProto entry : list) {
            if (entries.put(entry.getKey(), entry.getValue()) != null) {
                throw new MalformedModelException(file + " gives " + what + " '" + entry.getKey() + "' twice");
            }
        }
        return entries;
    }

    private Graph graph(GraphProto proto) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (TensorProto tensor : proto.getInitializerList()) {
            Weight weight = tensors.weight(tensor);
            if (weight.name().isEmpty()) {
                throw new IllegalArgumentException("a weight of graph '" + proto.getName() + "' has no name");
            }
            if (weights.put(weight.name(), weight) != null) {
                throw new IllegalArgumentException("weight '" + weight.name() + "' is there twice");
            }
        }
        Map<String, Rest> sparse = new LinkedHashMap<>();
        for (SparseTensorProto tensor : proto.getSparseInitializerList()) {
            sparse.put(tensor.getValues().getName(), Rest.of(tensor.toByteArray()));
        }
        Map<String, ValueInfo> values = new LinkedHashMap<>();
        proto.getValueInfoList().stream().map(this::value).forEach(value -> values.put(value.name(), value));
        GraphProto.Builder rest = proto.toBuilder()
                .clearNode()
                .clearName()
                .clearInitializer()
                .clearSparseInitializer()
                .clearInput()
                .clearOutput()
                .clearValueInfo();
        return new Graph(
                proto.getName(),
                proto.getNodeList().stream().map(this::node).toList(),
                proto.getInputList().stream().map(this::value).toList(),
                proto.getOutputList().stream().map(this::value).toList(),
                weights,
                values,
                sparse,
                Rest.of(rest.build().toByteArray()));
    }

    private ValueInfo value(ValueInfoProto proto) {
        ValueInfoProto.Builder rest = proto.toBuilder().clearName();
        TypeProto type = proto.getType();
        if (!type.hasTensorType()) {
            return new ValueInfo(
                    proto.getName(),
                    DataType.UNDEFINED,
                    List.of(),
                    false,
                    Rest.of(rest.build().toByteArray()));
        }
        boolean ranked = type.getTensorType().hasShape();
        List<Dimension> shape = new ArrayList<>();
        boolean denoted = !type.getDenotation().isEmpty();
        for (TensorShapeProto.Dimension dimension :
                type.getTensorType().getShape().getDimList()) {
            shape.add(dimension(dimension));
            denoted |= dimension.hasDenotation();
        }
        // A denotation has no place in our dimensions: then the whole type stays in the rest too, and is written again.
        if (!denoted) {
            rest.clearType();
        }
        return new ValueInfo(
                proto.getName(),
                DataType.of(type.getTensorType().getElemType()),
                shape,
                ranked,
                Rest.of(rest.build().toByteArray()));
    }

    private static Dimension dimension(TensorShapeProto.Dimension proto) {
        if (proto.hasDimParam() && !proto.getDimParam().isEmpty()) {
            return new Dimension.Named(proto.getDimParam());
        }
        // Some exporters write -1 or 0 with no name for an open dimension; -1 cannot be a length.
        return proto.hasDimValue() && proto.getDimValue() != -1
                ? new Dimension.Fixed(proto.getDimValue())
                : new Dimension.Unknown();
    }

    private Node node(NodeProto proto) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        NodeProto.Builder rest = proto.toBuilder()
                .clearName()
                .clearOpType()
                .clearDomain()
                .clearInput()
                .clearOutput()
                .clearAttribute();
        for (AttributeProto attribute : proto.getAttributeList()) {
            Attribute value = attribute(attribute);
            if (attributes.put(attribute.getName(), value) != null) {
                throw new IllegalArgumentException("node '" + proto.getName() + "' (" + proto.getOpType()
                        + ") has the attribute '" + attribute.getName() + "' twice");
            }
            if (attribute.hasDocString() && !(value instanceof Attribute.Opaque)) {
                rest.addAttribute(AttributeProto.newBuilder()
                        .setName(attribute.getName())
                        .setDocString(attribute.getDocString()));
            }
        }
        return new Node(
                proto.getName(),
                proto.getOpType(),
                proto.getDomain(),
                proto.getInputList(),
                proto.getOutputList(),
                attributes,
                Rest.of(rest.build().toByteArray()));
    }

    private Attribute attribute(AttributeProto proto) {
        if (proto.hasRefAttrName()) {
            return opaque(proto);
        }
        return switch (proto.getType()) {
            case FLOAT -> new Attribute.FloatValue(proto.getF());
            case INT -> new Attribute.IntValue(proto.getI());
            case STRING ->
                proto.getS().isValidUtf8() ? new Attribute.Text(proto.getS().toStringUtf8()) : opaque(proto);
            case TENSOR -> new Attribute.TensorValue(tensors.weight(proto.getT()));
            case GRAPH -> new Attribute.GraphValue(graph(proto.getG()));
            case FLOATS -> new Attribute.Floats(proto.getFloatsList());
            case INTS -> new Attribute.Ints(proto.getIntsList());
            case STRINGS ->
                proto.getStringsList().stream().allMatch(ByteString::isValidUtf8)
                        ? new Attribute.Texts(proto.getStringsList().stream()
                                .map(ByteString::toStringUtf8)
                                .toList())
                        : opaque(proto);
            case UNDEFINED ->
                throw new IllegalArgumentException("attribute '" + proto.getName() + "' does not say its type");
            case TENSORS, GRAPHS, SPARSE_TENSOR, SPARSE_TENSORS, TYPE_PROTO, TYPE_PROTOS -> opaque(proto);
        };
    }

    private static Attribute opaque(AttributeProto proto) {
        return new Attribute.Opaque(
                Rest.of(proto.toBuilder().clearT().clearG().build().toByteArray()));
    }
}
