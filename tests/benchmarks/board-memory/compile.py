#!/usr/bin/env python3
"""compile.py WORK PROJECT... : compiles .nfproj files against the class libraries in WORK/lib and makes the .pe files that the interpreter starts (README.md).

A project that is a library goes to WORK/lib, a program to WORK/out; every .pe goes to WORK/pe.
"""
import glob
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

NAMESPACE = '{http://schemas.microsoft.com/developer/msbuild/2003}'
COMPILER = sorted(glob.glob('/usr/*/dotnet/sdk/*/Roslyn/bincore/csc.dll'))[-1]


def sources(element, folder):
    """The files that an element's Compile items name, without those that they exclude."""
    found = []
    for item in element.iter(NAMESPACE + 'Compile'):
        pattern = (item.get('Include') or '').replace('\\', '/').replace('$(MSBuildThisFileDirectory)', '')
        excluded = (item.get('Exclude') or '').replace('\\', '/')
        left_out = set(map(os.path.abspath, glob.glob(os.path.join(folder, excluded)))) if excluded else set()
        found += [file for file in sorted(glob.glob(os.path.join(folder, pattern))) if pattern and os.path.abspath(file) not in left_out]
    return found


def parse(project):
    """Name, kind, sources and references of a project, those of its imported .projitems too."""
    root, folder = ET.parse(project).getroot(), os.path.dirname(os.path.abspath(project))
    files = sources(root, folder)
    for item in root.iter(NAMESPACE + 'Import'):
        path = os.path.join(folder, item.get('Project').replace('\\', '/'))
        if path.endswith('.projitems'):
            files += sources(ET.parse(path).getroot(), os.path.dirname(path))
    references = [item.get('Include').split(',')[0] for item in root.iter(NAMESPACE + 'Reference')]
    references += [os.path.basename(item.get('Include').replace('\\', '/'))[:-7] for item in root.iter(NAMESPACE + 'ProjectReference')]
    text = lambda tag, otherwise: next((item.text for item in root.iter(NAMESPACE + tag)), otherwise)
    return text('AssemblyName', ''), text('OutputType', 'Library') == 'Exe', files, references, text('LangVersion', '9')


def compile_project(work, project):
    name, is_program, files, references, language = parse(project)
    target = os.path.join(work, 'out' if is_program else 'lib', name + ('.exe' if is_program else '.dll'))
    arguments = ['-nologo', '-noconfig', '-nostdlib+', '-optimize+', '-deterministic', '-unsafe+', '-nowarn:1701,1702,2008,0436,1591,0626,0649,0169',
                 '-target:' + ('exe' if is_program else 'library'), '-langversion:' + ('latest' if name == 'mscorlib' else language),
                 '-define:NANOCLR_REFLECTION;TRACE', '-nullable:enable' if '/firmware/' in os.path.abspath(project) else '-nullable:annotations', '-out:' + target]
    arguments += ['-runtimemetadataversion:v4.0.30319'] if name == 'mscorlib' else []
    for reference in dict.fromkeys('EdgeWarning.Ground' if one == 'ground' else one for one in references):
        arguments.append('-r:' + os.path.join(work, 'lib', reference + '.dll'))
    subprocess.run(['dotnet', COMPILER] + arguments + files, check=True)
    make_pe(work, target, name)


def make_pe(work, assembly, name):
    hints = [word for file in glob.glob(os.path.join(work, 'lib', '*.dll')) for word in ('-loadHints', os.path.basename(file)[:-4], file)]
    subprocess.run([os.path.join(work, 'mdp'), *hints, '-parse', assembly, '-compile', os.path.join(work, 'pe', name + '.pe'), str(name == 'mscorlib').lower()], check=True)


if __name__ == '__main__':
    for folder in ('lib', 'out', 'pe'):
        os.makedirs(os.path.join(sys.argv[1], folder), exist_ok=True)
    for one in sys.argv[2:]:
        compile_project(sys.argv[1], one)
