using System.Text.Json;
using static Rollouts.Engine.Tests.Reports.Journals;

namespace Rollouts.Engine.Tests.Reports;

public class DayExportTests
{
    private static readonly Actor Ann = Actor.Of("ann");

    private static readonly Journals Journal = new Journals()
        .At(Day(3, 22.5), new RolloutEvent.PhaseEntered(0, 1))
        .At(Day(3, 23.5), new RolloutEvent.VerdictChanged("P0#1/errors", Line("errors", Verdict.Missed, 0.07, "7 % (7 of 100), must be < 5 %")))
        .Said(new Input.Pause("", Day(4, 10), Ann, "=cmd|' /C calc'!A0"), new RolloutEvent.HoldPlaced("hold-1", HoldKind.Paused, "looks \"odd\", ü\nvery", null))
        .Refused(new Input.Close("x", Day(4, 11), Ann, ""), "it is running")
        .At(Day(4, 12), new RolloutEvent.GatePassed("P0#1", false, Lines(Line("errors", Verdict.Met, 0.01, "1 %"))))
        .At(Day(5, 23.5), new RolloutEvent.PhaseEntered(1, 1));

    private static Plan PlanIn(string zone) => PlanReader.Read($"""
        plan: small
        title: Small
        timezone: {zone}
        roles: {"{ lead: { members: [ann] } }"}
        phases:
          - phase: P0
            title: First
            lasts: 1d..
            enter: [Ready]
            approve: [lead]
          - phase: P1
            title: Second
            lasts: 1d..
        """) is PlanReading.Sound sound ? sound.Plan : throw new InvalidOperationException("the plan is wrong");

    [Fact]
    public void A_day_is_one_of_the_plans_time_zone()
    {
        Assert.Equal([3, 3, 4, 5, 5], DayExport.Rows(Journal.History(PlanIn("UTC")), new(2026, 3, 4)).Select(row => row.Seq));
        Assert.Equal([2, 3, 3, 4, 5, 5], DayExport.Rows(Journal.History(PlanIn("Europe/Rome")), new(2026, 3, 4)).Select(row => row.Seq));
        Assert.Equal(8, DayExport.Rows(Journal.History(PlanIn("UTC")), null).Length);
        Assert.Empty(DayExport.Rows(Journal.History(PlanIn("UTC")), new(2026, 3, 9)));
    }

    [Fact]
    public void Readings_inputs_and_events_are_rows_of_a_table_that_spreadsheets_read()
    {
        var hash = PlanIn("Europe/Rome").Hash;
        var csv = DayExport.Csv(DayExport.Rows(Journal.History(PlanIn("Europe/Rome")), new(2026, 3, 4)));

        Assert.Equal(
            [
                "at,seq,kind,key,rule,verdict,value,samples,by,text,plan",
                "2026-03-03T23:30:00Z,2,reading,P0#1/errors,errors >= 1,Missed,0.07,20,,\"7 % (7 of 100), must be < 5 %\"," + hash,
                "2026-03-04T10:00:00Z,3,input,pause,,,,,ann,accepted," + hash,
                """2026-03-04T10:00:00Z,3,event,hold-placed,,,,,ann,"{""hold"":""hold-1"",""kind"":""Paused"",""cause"":""looks \""odd\"", ü\nvery""}",""" + hash,
                "2026-03-04T11:00:00Z,4,input,close,,,,,ann,refused: it is running," + hash,
                "2026-03-04T12:00:00Z,5,reading,P0#1/errors,errors >= 1,Met,0.01,20,,1 %," + hash,
                """2026-03-04T12:00:00Z,5,event,gate-passed,,,,,system,"{""gate"":""P0#1"",""conditional"":false}",""" + hash,
            ],
            csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_text_that_begins_like_a_formula_is_no_formula()
    {
        var row = new ExportRow(Day(4), 1, "event", "x", "", "", -1, null, "@ann", "=1+1", "h");
        Assert.Equal("2026-03-04T12:00:00Z,1,event,x,,,-1,,'@ann,'=1+1,h", DayExport.Csv([row]).Split("\r\n")[1]);
    }

    [Fact]
    public void The_same_rows_are_there_as_json_lines()
    {
        var rows = DayExport.Rows(Journal.History(PlanIn("UTC")), null);
        var lines = DayExport.JsonLines(rows).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(rows, lines.Select(line => JsonSerializer.Deserialize<ExportRow>(line, EntryChain.Json)!));
    }
}
