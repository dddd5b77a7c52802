using System.Globalization;

namespace LoadDriver;

public static class LoadArguments
{
    public const string Usage = """
        LoadDriver: sends uploads from many workspaces at a constant rate, then stops and reports.

          --url URL           the service (required)
          --rate N            requests a second (default 150)
          --seconds N         how long (default 10)
          --workspaces N      how many unnamed workspaces (default 400)
          --named-share X     share of requests from the workspaces that plans name (default 0.1)

        Example: LoadDriver --url http://127.0.0.1:5080 --rate 150 --seconds 30
        """;

    /// <exception cref="FormatException">The arguments are not those of <see cref="Usage"/>.</exception>
    public static LoadPlan Parse(string[] args)
    {
        var plan = new LoadPlan(new Uri("http://127.0.0.1"));
        var (named, users) = (false, plan.Users);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} needs a value");
            switch (args[i])
            {
                case "--url" when Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp:
                    (plan, named) = (plan with { Target = url }, true);
                    break;
                case "--rate":
                    plan = plan with { Rate = Number(args[i], value, 0.1, 10_000) };
                    break;
                case "--seconds":
                    plan = plan with { Duration = TimeSpan.FromSeconds(Number(args[i], value, 0.1, 3600)) };
                    break;
                case "--workspaces":
                    users = users with { Workspaces = (int)Number(args[i], value, 1, 100_000) };
                    break;
                case "--named-share":
                    users = users with { NamedShare = Number(args[i], value, 0, 1) };
                    break;
                default:
                    throw new FormatException($"cannot use '{args[i]} {value}'");
            }
        }

        return named ? plan with { Users = users } : throw new FormatException("--url is required");
    }

    private static double Number(string name, string text, double least, double most) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}', expected {least} to {most}"));
}
