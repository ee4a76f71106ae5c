namespace MobileNets.Modules.Tests.Parity;

public sealed class FormulaTests
{
    [Fact]
    public void Unit_RecordedStreams_GivesTheRecordedNumbers() =>
        ReferenceData.Index.Formula.Should().HaveCount(4).And.AllSatisfy(record =>
            Enumerable.Range(0, record.Unit.Length).Select(element => Formula.Unit(record.Stream, (uint)element)).Should().Equal(record.Unit));
}
