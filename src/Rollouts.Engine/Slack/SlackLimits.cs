namespace Rollouts.Engine;

/// <summary>What Slack takes, from its documentation; a message that is longer is refused whole, so ours are cut before.</summary>
public static class SlackLimits
{
    public const int Blocks = 50;
    public const int Section = 3000;
    public const int Header = 150;
    public const int ContextText = 2000;
    public const int ButtonText = 75;
    public const int ButtonValue = 2000;
    public const int ActionsElements = 25;
    public const int ModalTitle = 24;
    public const int PrivateMetadata = 3000;
    public const int Input = 3000;
    public const int Text = 4000;

    /// <summary>Of all blocks together: Slack says nothing, and refuses at about 13,000.</summary>
    public const int AllBlocks = 12_000;
}
