import java.io.File;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.logging.LogManager;

import org.verapdf.features.FeatureFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.metadata.fixer.FixerFactory;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.validation.validators.ValidatorConfig;
import org.verapdf.pdfa.validation.validators.ValidatorConfigBuilder;
import org.verapdf.processor.BatchProcessor;
import org.verapdf.processor.FormatOption;
import org.verapdf.processor.ProcessorConfig;
import org.verapdf.processor.ProcessorFactory;
import org.verapdf.processor.TaskType;
import org.verapdf.processor.plugins.PluginsCollectionConfig;
import org.verapdf.processor.reports.BatchSummary;

/**
 * The part of veraPDF's command line that `letterpress conform` uses, over the jar of tests/install,
 * which holds all of veraPDF but that:
 *
 * <pre>
 * Verapdf --version
 * Verapdf --format mrr --maxfailuresdisplayed N --flavour FLAVOUR FILE...
 * </pre>
 *
 * The report is written by veraPDF itself, and the exit codes are those of its command line.
 */
public final class Verapdf {
    public static void main(String[] args) throws Exception {
        LogManager.getLogManager().reset();
        if (args.length == 1 && args[0].equals("--version")) {
            System.out.println("veraPDF of the tests");
            System.out.println("Built: for the tests");
            return;
        }
        FormatOption format = null;
        PDFAFlavour flavour = null;
        int shown = 100;
        List<File> files = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--format" -> format = FormatOption.fromOption(args[++i]);
                case "--flavour" -> flavour = PDFAFlavour.byFlavourId(args[++i]);
                case "--maxfailuresdisplayed" -> shown = Integer.parseInt(args[++i]);
                default -> {
                    if (args[i].startsWith("-")) {
                        System.err.println("Was passed main parameter '" + args[i] + "' but no main parameter was defined");
                        System.exit(2);
                    }
                    // As veraPDF does: files with another ending are passed over.
                    if (Path.of(args[i]).toString().toLowerCase().endsWith(".pdf")) {
                        files.add(new File(args[i]));
                    }
                }
            }
        }
        VeraGreenfieldFoundryProvider.initialise();
        ValidatorConfig validator = new ValidatorConfigBuilder().flavour(flavour).defaultFlavour(PDFAFlavour.PDFA_1_B)
                .maxNumberOfDisplayedFailedChecks(shown).showErrorMessages(true).build();
        ProcessorConfig config = ProcessorFactory.fromValues(validator, FeatureFactory.defaultConfig(),
                PluginsCollectionConfig.defaultConfig(), FixerFactory.defaultConfig(), EnumSet.of(TaskType.VALIDATE));
        try (BatchProcessor processor = ProcessorFactory.fileBatchProcessor(config); OutputStream out = System.out) {
            BatchSummary summary = processor.process(files, ProcessorFactory.getHandler(format, false, out, false));
            out.flush();
            System.exit(summary.getVeraExceptions() > 0 ? 8 : summary.getFailedEncryptedJobs() > 0 ? 9
                    : summary.getFailedParsingJobs() > 0 ? 7
                    : summary.getValidationSummary().getNonCompliantPdfaCount() > 0 ? 1 : 0);
        }
    }
}
