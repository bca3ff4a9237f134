package io.tierwise.cli;

import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.Composer;
import io.tierwise.operators.Context;
import io.tierwise.operators.Criteria;
import io.tierwise.operators.EarlyExit;
import io.tierwise.operators.ExitGates;
import io.tierwise.operators.LocalPace;
import io.tierwise.operators.OperatorException;
import io.tierwise.operators.Part;
import io.tierwise.operators.Product;
import io.tierwise.study.CascadeFolder;
import io.tierwise.study.CascadeTrial;
import io.tierwise.study.ExitsRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes exits for one model, writes them as a cascade, and says what they come to on samples that helped
/// nothing.
///
/// @param file the model
/// @param folder where the cascade goes
record CascadeWriting(Path file, Path folder, SampleOptions samples) {

    Result write(EarlyExit exit) {
        if (Files.isRegularFile(folder)) {
            throw new UsageException(
                    folder + " is a file: --rule " + exit.rule().text() + " writes a folder.");
        }
        SampleOptions.ExitRoles roles = samples.exitRoles(file);
        Model model = ModelReader.read(file);
        try (WorkFolder work = WorkFolder.beside(folder)) {
            Criteria criteria = Criteria.none()
                    .withLoss(roles.learning().loss(model))
                    .withPace(new LocalPace(1, System::nanoTime))
                    .withExits(roles.evidence());
            var context = new Context(roles.learning().ranges(), criteria, work.path()).withSeed(samples.seed());
            Product product = Composer.apply(List.of(exit), model, context);
            ExitGates.Opened opened = ExitGates.open(product, context)
                    .orElseThrow(() -> new OperatorException("nothing was made that a sample could leave at"));
            List<Path> files = CascadeFolder.write(opened, file, folder);
            return result(exit, roles, model, opened, files);
        }
    }

    private Result result(
            EarlyExit exit, SampleOptions.ExitRoles roles, Model model, ExitGates.Opened opened, List<Path> files) {
        Part whole = Part.whole(model);
        List<Part> parts = opened.product().parts();
        CascadeTrial trial = CascadeTrial.of(roles.asking(), roles.evaluation(), whole, parts, System::nanoTime);
        List<String> lines =
                new ArrayList<>(opened.product().accounts().getFirst().lines());
        ExitsRecord exits = ExitsRecord.of(opened, roles.asking(), roles.evaluation(), samples.seed());
        lines.addAll(exits.lines());
        lines.add(trial.text());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("output", folder.toString());
        json.put("rule", exit.rule().text());
        json.put("operator", opened.product().resolved().getFirst().text());
        json.put("roles", roles.told());
        json.put("exits", exits);
        json.put("evaluation", trial.toMap());
        json.put("files", files.stream().map(Path::toString).toList());
        files.forEach(written -> lines.add(written.toString()));
        return new Result(json, String.join("\n", lines));
    }
}
