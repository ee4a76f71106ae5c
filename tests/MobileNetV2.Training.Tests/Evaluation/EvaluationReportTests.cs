using System.Xml.Linq;
using MobileNets.Training.Data.Tests;

namespace MobileNets.Training.Tests;

public sealed class EvaluationReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Write_ThreeClasses_LeavesTableAndPicture()
    {
        var tally = new EvaluationTally(3);
        // Class 0: twice right, once taken for 2. Class 1: always taken for 0. Class 2: no pictures.
        tally.Add([1, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0], [0, 0, 0, 1]);

        EvaluationReport.Write(Path.Combine(_folder.Path, "report"), tally.ToEvaluation(), ["rose", "daisy, \"oxeye\"", "lily"]);

        File.ReadAllLines(Path.Combine(_folder.Path, "report", "per-class.csv")).Should().Equal(
            "class,name,images,correct,recall,predicted,precision,most_confused_with",
            "0,rose,3,2,0.6666666666666666,3,0.6666666666666666,lily",
            "1,\"daisy, \"\"oxeye\"\"\",1,0,0,0,,rose",
            "2,lily,0,0,,1,0,");
        File.ReadAllLines(Path.Combine(_folder.Path, "report", "per-class.txt"))[1].Should().MatchRegex(@"^rose +3 +67 % +67 %  lily$");
        var cells = XDocument.Load(Path.Combine(_folder.Path, "report", "confusion.svg")).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value);
        cells.Should().Contain(["2", "1", "rose", "lily", "true class"]);
    }

    public void Dispose() => _folder.Dispose();
}
