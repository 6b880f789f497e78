using System.CommandLine;
using EdgeWarning.Gateway.Devices;

namespace EdgeWarning.Gateway.Commands;

/// <summary>An option for each setting of a board's place.</summary>
internal sealed class SiteOptions
{
    private readonly List<(SiteSetting Setting, Option<string?> Option)> _options = [];

    public SiteOptions(Command command)
    {
        foreach (SiteSetting setting in SiteSetting.All)
        {
            string values = setting.Words.Count > 0 ? string.Join(" or ", setting.Words) : $"{setting.Least} to {setting.Most}";
            var option = new Option<string?>(setting.Option) { Description = $"{setting.Description}: {values}", HelpName = setting.Words.Count > 0 ? "WORD" : "N" };
            _options.Add((setting, option));
            command.Add(option);
        }
    }

    public Site Of(ParseResult parsed) => Site.Of(_options
        .Where(one => parsed.GetValue(one.Option) is not null)
        .Select(one => KeyValuePair.Create(one.Setting.Name, parsed.GetValue(one.Option)!)));
}
