using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace EdgeWarning.Contract.Tests.Reading;

/// <summary>One instruction of a method body that names something; <c>Token</c> is nil for those that name nothing.</summary>
public sealed record Instruction(OpCode Code, Handle Token);

/// <summary>Walks the bytes of a method body. Sizes of operands: ECMA-335 partition III, as <see cref="OpCodes"/> holds them.</summary>
public static class Instructions
{
    private static readonly Dictionary<int, OpCode> s_codes = typeof(OpCodes).GetFields()
        .Where(field => field.FieldType == typeof(OpCode))
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF);

    public static IEnumerable<Instruction> Of(byte[] body)
    {
        int at = 0;
        while (at < body.Length)
        {
            int value = body[at++];
            if (value == 0xFE)
            {
                value = 0xFE00 | body[at++];
            }
            OpCode code = s_codes[value];
            Handle token = default;
            switch (code.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineSig:
                    token = MetadataTokens.EntityHandle(BitConverter.ToInt32(body, at));
                    break;
                case OperandType.InlineString:
                    token = MetadataTokens.UserStringHandle(BitConverter.ToInt32(body, at) & 0xFFFFFF);
                    break;
                default:
                    break;
            }
            at += Size(code, body, at);
            yield return new Instruction(code, token);
        }
    }

    private static int Size(OpCode code, byte[] body, int at) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(body, at)),
        _ => 4,
    };
}
