using Ingestion.Uploads;

namespace Ingestion.Flags;

/// <summary>Where one upload goes.</summary>
/// <param name="KillSwitchOff">The new path was closed to all when this was decided.</param>
/// <param name="Limits">What the launch allows at present; the old path knows no limits of the launch.</param>
public sealed record Route(UploadPath Path, bool KillSwitchOff, UploadLimits Limits)
{
    public static Route Old { get; } = new(UploadPath.Old, KillSwitchOff: false, UploadLimits.None);

    public static Route Killed { get; } = Old with { KillSwitchOff = true };
}
