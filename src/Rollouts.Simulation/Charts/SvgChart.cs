using System.Globalization;
using System.Security;
using System.Text;

namespace Rollouts.Simulation;

/// <summary>The picture of a launch as an SVG file: readable on light and dark pages, needing nothing else.</summary>
public static class SvgChart
{
    private const double Width = 960;
    private const double Left = 90;
    private const double Right = 20;
    private const double ExposureHeight = 140;
    private const double KpiHeight = 90;
    private const double Gap = 46;
    private const double Head = 76;

    private const string Style = """
        :root { --ink: #1f2328; --soft: #656d76; --line: #d0d7de; --band: #f6f8fa; --value: #0969da; --gate: #1a7f37; --trigger: #bc4c00; --bad: #cf222e; --page: #ffffff }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #8d96a0; --line: #30363d; --band: #161b22; --value: #58a6ff; --gate: #3fb950; --trigger: #e3b341; --bad: #ff7b72; --page: #0d1117 } }
        svg { background: var(--page); font: 12px system-ui, sans-serif }
        text { fill: var(--ink) } .soft { fill: var(--soft) } .title { font-size: 16px; font-weight: 600 } .name { font-weight: 600 }
        .frame { fill: none; stroke: var(--line) } .band { fill: var(--band) } .area { fill: var(--value); fill-opacity: .25; stroke: var(--value) }
        .value { fill: none; stroke: var(--value); stroke-width: 1.5 } .gate { stroke: var(--gate); stroke-dasharray: 6 3 } .trigger { stroke: var(--trigger); stroke-dasharray: 2 3 }
        .way-back { stroke: var(--bad) } .hold { stroke: var(--trigger) } .go-on { stroke: var(--gate) } .said-gate { fill: var(--gate) } .said-trigger { fill: var(--trigger) }
        """;

    public static string Of(LaunchPicture picture)
    {
        var kpis = picture.Kpis.Where(kpi => kpi.Limits.Length > 0).ToArray();
        var height = Head + 10 + ExposureHeight + kpis.Length * (KpiHeight + Gap) + 40;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width:0} {height:0}\" width=\"{Width:0}\" height=\"{height:0}\" role=\"img\" aria-label=\"{Escape(picture.Title)}\">\n");
        svg.Append("<style>").Append(Style).Append("</style>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"title\" x=\"{Left}\" y=\"24\">{Escape(picture.Title)}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"soft\" x=\"{Left}\" y=\"42\">{picture.From:yyyy-MM-dd HH:mm} to {picture.Until:yyyy-MM-dd HH:mm} UTC</text>\n");
        Exposure(svg, picture, Head);
        var top = Head + ExposureHeight + Gap;
        foreach (var kpi in kpis)
        {
            Kpi(svg, picture, kpi, top);
            top += KpiHeight + Gap;
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Exposure(StringBuilder svg, LaunchPicture picture, double top)
    {
        var members = picture.Exposure.Max(step => step.Members);
        var byMembers = members > 0 && picture.Exposure.All(step => step.Percent is 0 or 100);
        double Share(ExposureStep step) => byMembers && step.Percent == 0 ? (double)step.Members / members : step.Percent / 100;
        Frame(svg, picture, top, ExposureHeight, byMembers ? "members let in" : "exposure");
        Label(svg, top, byMembers ? FormattableString.Invariant($"{members}") : "100 %");
        Label(svg, top + ExposureHeight, "0");
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"area\" d=\"M{X(picture, picture.From):0.#} {top + ExposureHeight:0.#}");
        foreach (var step in picture.Exposure) svg.Append(CultureInfo.InvariantCulture, $"H{X(picture, step.At):0.#}V{top + ExposureHeight * (1 - Share(step)):0.#}");
        svg.Append(CultureInfo.InvariantCulture, $"H{X(picture, picture.Until):0.#}V{top + ExposureHeight:0.#}Z\"/>\n");
        foreach (var span in picture.Phases.Where(span => X(picture, span.Until) - X(picture, span.From) > 18))
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"soft\" x=\"{X(picture, span.From) + 3:0.#}\" y=\"{top + 12:0.#}\">{Escape(span.Phase)}</text>\n");
        foreach (var mark in picture.Marks)
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{mark.Kind}\" x1=\"{X(picture, mark.At):0.#}\" x2=\"{X(picture, mark.At):0.#}\" y1=\"{top:0.#}\" y2=\"{top + ExposureHeight:0.#}\"><title>{Escape(mark.Text)}</title></line>\n");
        Days(svg, picture, top + ExposureHeight + 14);
    }

    private static void Kpi(StringBuilder svg, LaunchPicture picture, KpiLine kpi, double top)
    {
        var values = kpi.Points.Select(point => point.Value).OfType<double>().Concat(kpi.Limits.Select(limit => limit.Value)).ToArray();
        var (low, high) = KpiRange.Of(values);
        double Y(double value) => top + KpiHeight * (1 - (value - low) / (high - low));
        var window = kpi.Window.Length > 0 ? $" over {kpi.Window}" : "";
        Frame(svg, picture, top, KpiHeight, kpi.Metric + (kpi.Scope.Length > 0 ? $"({kpi.Scope})" : "") + window);
        Label(svg, top, new Quantity(high, kpi.Unit).ToString());
        Label(svg, top + KpiHeight, new Quantity(low, kpi.Unit).ToString());
        foreach (var limit in kpi.Limits)
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{limit.Kind}\" x1=\"{X(picture, limit.From):0.#}\" x2=\"{X(picture, limit.Until):0.#}\" y1=\"{Y(limit.Value):0.#}\" y2=\"{Y(limit.Value):0.#}\"><title>{limit.Kind}: {Escape(limit.Rule)}</title></line>\n");
        Limits(svg, kpi, top);
        svg.Append("<path class=\"value\" d=\"");
        var pen = 'M';
        foreach (var point in kpi.Points)
        {
            if (point.Value is { } value) svg.Append(CultureInfo.InvariantCulture, $"{pen}{X(picture, point.At):0.#} {Y(value):0.#}");
            pen = point.Value is null ? 'M' : 'L';
        }

        svg.Append("\"/>\n");
    }

    /// <summary>What the broken lines are, in their colours: dashes where a gate holds, dots where a trigger fires.</summary>
    private static void Limits(StringBuilder svg, KpiLine kpi, double top)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right:0.#}\" y=\"{top - 6:0.#}\" text-anchor=\"end\">");
        foreach (var (index, kind) in kpi.Limits.GroupBy(limit => limit.Kind).Index())
        {
            var values = kind.Select(limit => $"{limit.Comparison} {new Quantity(limit.Value, kpi.Unit)}").Distinct().ToArray();
            svg.Append(CultureInfo.InvariantCulture, $"<tspan class=\"said-{kind.Key}\"{(index > 0 ? " dx=\"12\"" : "")}>{(kind.Key == "gate" ? "╌╌ gate" : "┈┈ trigger")} {Escape(string.Join(", ", values.Take(6)))}{(values.Length > 6 ? " …" : "")}</tspan>");
        }

        svg.Append("</text>\n");
    }

    private static void Frame(StringBuilder svg, LaunchPicture picture, double top, double height, string name)
    {
        for (var i = 0; i < picture.Phases.Length; i += 2)
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"band\" x=\"{X(picture, picture.Phases[i].From):0.#}\" y=\"{top:0.#}\" width=\"{X(picture, picture.Phases[i].Until) - X(picture, picture.Phases[i].From):0.#}\" height=\"{height:0.#}\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"frame\" x=\"{Left}\" y=\"{top:0.#}\" width=\"{Width - Left - Right:0.#}\" height=\"{height:0.#}\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"name\" x=\"{Left}\" y=\"{top - 6:0.#}\">{Escape(name)}</text>\n");
    }

    private static void Label(StringBuilder svg, double y, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"soft\" x=\"{Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{Escape(text)}</text>\n");

    private static void Days(StringBuilder svg, LaunchPicture picture, double y)
    {
        var length = picture.Until - picture.From;
        for (var i = 0; i <= 6; i++)
        {
            var at = picture.From + length * i / 6;
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"soft\" x=\"{X(picture, at):0.#}\" y=\"{y:0.#}\" text-anchor=\"{(i == 0 ? "start" : i == 6 ? "end" : "middle")}\">{at:MM-dd HH:mm}</text>\n");
        }
    }

    private static double X(LaunchPicture picture, DateTimeOffset at) => Left + (Width - Left - Right) * ((at - picture.From) / (picture.Until - picture.From));

    private static string Escape(string text) => SecurityElement.Escape(text) ?? "";
}
