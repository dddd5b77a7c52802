using System.Xml.Linq;
using Rollouts.Engine;

namespace Rollouts.Simulation.Tests;

public class SvgPictures
{
    [Fact]
    public void Each_broken_line_of_the_picture_is_named_with_its_threshold()
    {
        var plan = Assert.IsType<PlanReading.Sound>(PlanReader.Read(File.ReadAllText(RepositoryFiles.Path("plans", "d7-ga-soft-launch.yaml")))).Plan;
        var svg = XDocument.Parse(SvgChart.Of(Play.OfHealthy(plan, new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(9)).Picture));
        XNamespace ns = "http://www.w3.org/2000/svg";
        var said = svg.Descendants(ns + "tspan").Select(span => span.Value).ToArray();
        Assert.Contains("╌╌ gate < 5 %, < 3 %, < 2 %", said);
        Assert.Contains(said, text => text.StartsWith("┈┈ trigger > 10 %", StringComparison.Ordinal));
        Assert.All(svg.Descendants(ns + "line").Where(line => (string?)line.Attribute("class") is "gate" or "trigger"), line => Assert.NotEmpty(line.Elements(ns + "title")));
    }
}
